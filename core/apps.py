from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core.middleware import mark_signed_in  # noqa: PLC0415 - models load before this

        user_logged_in.connect(mark_signed_in, dispatch_uid="core.mark_signed_in")
