from django.core.management.base import BaseCommand

from people.actions.second_step import seal_all_anew


class Command(BaseCommand):
    help = "Seal the secrets of all second steps under the SECRET_KEY of today."

    def handle(self, **options):
        count = seal_all_anew()
        self.stdout.write(f"{count} second steps are sealed under the SECRET_KEY of today.")
