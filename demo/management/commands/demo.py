import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import district


class Command(BaseCommand):
    help = "Load the demo district (once), or print its accounts. Only where DEMO=1."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts")
        parser.add_argument("--json", action="store_true", help="as a list of objects")
        parser.add_argument("--teachers", type=int, default=district.TEACHERS)

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("Demo data and log-ins exist only where DEMO=1.")
        if options["accounts"]:
            self._print_accounts(as_json=options["json"])
            return
        is_new = district.load(timezone.now(), teachers=options["teachers"])
        self.stdout.write("Demo district loaded." if is_new else "Demo district is there already.")

    def _print_accounts(self, *, as_json):
        accounts = district.accounts()
        if as_json:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2))
            return
        for account in accounts:
            self.stdout.write("{role:28} {email:34} {password:14} {school}".format(**account))
