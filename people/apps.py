from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        """Load what each app puts into a new school system (people/starting_sets.py), and what is
        done when somebody signs in or changes how (people/signals.py)."""
        autodiscover_modules("new_system")
        import_module("people.signals")
