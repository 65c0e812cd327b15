"""The tables are made once per state of the migrations; every test database is a copy of them."""

import fcntl
import hashlib
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

PREFIX = "schema_"


def schema_name(root=settings.BASE_DIR):
    """The name of the database that holds the tables of these migrations and these packages."""
    files = [*sorted(Path(root).glob("*/migrations/*.py")), Path(root) / "requirements.lock"]
    state = hashlib.sha256()
    for file in files:
        state.update(file.read_bytes())
    return PREFIX + state.hexdigest()[:12]


def migrated_schema():
    """That database, made now where nobody made it before; what older migrations left goes."""
    name = schema_name()
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        there = {row[0] for row in cursor}
        if name not in there:
            _make(cursor, name)
        for other in there - {name}:
            cursor.execute(f"DROP DATABASE IF EXISTS {other}")
    return name


@contextmanager
def _one_at_a_time():
    """Several processes of one run ask at the same moment: the first makes it, the others wait."""
    with closing((Path(settings.VAR_DIR) / "schema.lock").open("w")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(cursor, name):
    """Migrate under another name, which becomes the right one only when all of it went well."""
    unfinished = f"{name}_unfinished"
    cursor.execute(f"DROP DATABASE IF EXISTS {unfinished}")
    cursor.execute(f"CREATE DATABASE {unfinished}")
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
