"""Inside Django, before the product starts.

`python -m launcher.prepare data FILE` migrates, loads the demo district and writes the demo
accounts to FILE as JSON; `… static FILE` collects the static files when they have changed, which
a stamp in FILE tells. The two may run at the same time.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def data(accounts: Path) -> None:
    """The tables, the demo district, its accounts."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demo")
    answer = io.StringIO()
    call_command("demo", "--accounts", "--json", stdout=answer)
    accounts.write_text(answer.getvalue())


def static(stamp: Path) -> None:
    """Collecting compresses some hundred files, which takes seconds: only after a change."""
    state = sources()
    if not (stamp.exists() and stamp.read_text() == state):
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)


def sources() -> str:
    """A digest of every static file's name, size and time, and of how they are stored."""
    lines = [repr(settings.STORAGES), str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            lines.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def main(what: str, file: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    {"data": data, "static": static}[what](Path(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
