from django.apps import AppConfig


class IltConfig(AppConfig):
    name = "ilt"
