from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Collects what pages may name: other builds of Bootstrap and htmx take most of the time."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-grid*",
        "bootstrap-reboot*",
        "bootstrap-utilities*",
        "bootstrap.css*",
        "bootstrap.js*",
        "bootstrap.bundle.js*",
        "bootstrap.esm*",
        "bootstrap.rtl*",
        "htmx-2.js",
        "htmx-4*",
        "htmax-4*",
        "django_htmx/ext",
    ]
