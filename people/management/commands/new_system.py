from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions.system import start_system
from people.models.system import time_zones


class Command(BaseCommand):
    help = "Make an empty school system and mail its first admin an invitation."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the school system, like 'Pelican Parish Schools'")
        parser.add_argument("--admin", required=True, metavar="E-MAIL", help="who sets it up")
        parser.add_argument("--admin-name", default="", help="their name, if known")
        parser.add_argument(
            "--time-zone", default="America/Chicago", choices=[zone for zone, _ in time_zones()]
        )

    def handle(self, *, name, admin, admin_name, time_zone, **options):
        try:
            user = start_system(
                name,
                email=admin,
                admin_name=admin_name or admin.split("@")[0],
                time_zone=time_zone,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{user.school_system} is ready. An invitation is on its way to {user.email}."
        )
