"""Inside Django, one process for all of it: migrate, load the demo district, collect static files.

`python -m launcher.prepare FILE` writes the demo accounts to FILE as JSON.
"""

import io
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(accounts: Path) -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demo")
    call_command("collectstatic", interactive=False, verbosity=0)
    answer = io.StringIO()
    call_command("demo", "--accounts", "--json", stdout=answer)
    accounts.write_text(answer.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
