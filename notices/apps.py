from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self):
        """Load each app's kinds of notice, and who knows which days are school days."""
        autodiscover_modules("notice_kinds", "mail_days")
