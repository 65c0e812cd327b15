"""Settings for `./run check`: the same, with the migration linter among the apps."""

from config.settings import *  # noqa: F403

INSTALLED_APPS += ["django_migration_linter"]  # noqa: F405
