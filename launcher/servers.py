"""The servers a command needs: the ones named in the environment, those that already run, or own.

Whoever starts the servers of a folder holds its lock and leaves a note (servers.json) by which
other commands find them. A killed holder's lock is free again: its orphans are ended first.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from launcher.children import Family, end_orphans
from launcher.places import TEST_VAR, VAR, LauncherError, kept_secret, say
from launcher.postgres import Postgres
from launcher.valkey import Valkey

URLS = ("DATABASE_URL", "REDIS_URL")


class Home:
    """A folder with servers of its own: one for the demo, one for the tests."""

    def __init__(self, folder: Path, *, is_kept: bool):
        self.folder = folder
        self.is_kept = is_kept
        self.note = folder / "servers.json"
        self.record = folder / "processes.json"

    def lock(self, name: str, how: int) -> IO:
        """Take a lock; raises BlockingIOError when another holds it and `how` says not to wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = open(self.folder / name, "a")  # noqa: SIM115  (closing it frees the lock)
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            file.close()
            raise
        return file

    def read_note(self) -> dict:
        """What the holder wrote; empty while it is still starting."""
        try:
            return json.loads(self.note.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def write_note(self, **what: str) -> None:
        """Tell other commands where the servers are; it holds a password."""
        part = self.note.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps(what, indent=1))
        part.rename(self.note)


DEMO_HOME = Home(VAR, is_kept=True)
TEST_HOME = Home(TEST_VAR, is_kept=False)


def given_urls() -> dict[str, str]:
    """The servers that the environment names."""
    return {name: os.environ[name] for name in URLS if os.environ.get(name)}


def private_surroundings(home: Home, address: str = "http://localhost:8000") -> dict[str, str]:
    """The settings beside embedded servers; the environment of the person wins."""
    ours = {
        "SECRET_KEY": kept_secret(home.folder / "secret_key"),
        "VAR_DIR": str(home.folder),
        "EMAIL_URL": f"filemail:///{home.folder / 'mail'}",
        "SITE_URL": address,
        "DEMO": "1",
    }
    return ours | {name: os.environ[name] for name in ours if os.environ.get(name)}


@contextmanager
def own_servers(home: Home, command: str, lock: IO) -> Iterator[tuple[Family, dict[str, str]]]:
    """Start what the environment does not name, with the lock held; stop it all at the end."""
    with ExitStack() as stack:
        stack.callback(lock.close)
        end_orphans(home.record)
        home.note.unlink(missing_ok=True)
        family = Family(home.record)
        urls = given_urls()
        if "DATABASE_URL" not in urls:
            postgres = Postgres(home.folder, is_kept=home.is_kept)
            stack.callback(postgres.clean_up)
            stack.callback(family.stop)
            postgres.start(family)
            urls["DATABASE_URL"] = postgres.url
        stack.callback(family.stop)
        if "REDIS_URL" not in urls:
            valkey = Valkey(home.folder)
            valkey.start(family)
            urls["REDIS_URL"] = valkey.url
        stack.callback(home.note.unlink, missing_ok=True)
        home.write_note(command=command, pid=str(os.getpid()), **urls)
        yield family, urls


@contextmanager
def shared_servers(home: Home, command: str) -> Iterator[dict[str, str]]:
    """The servers of the folder, whoever runs them: a demo, another command, or this one."""
    urls = given_urls()
    if len(urls) == len(URLS):
        yield urls
        return
    with ExitStack() as stack:
        while True:
            try:
                lock = home.lock("lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stack.enter_context(home.lock("guests", fcntl.LOCK_SH))
                if note := found_note(home):
                    yield {name: note[name] for name in URLS} | urls
                    return
                stack.close()  # the holder has ended meanwhile
            else:
                _, urls = stack.enter_context(own_servers(home, command, lock))
                yield urls
                wait_for_guests(home)
                return


def found_note(home: Home) -> dict:
    """The holder's note, waiting for one that is starting; empty when the holder has ended."""
    for _ in range(1200):
        if note := home.read_note():
            return note
        with suppress(BlockingIOError):
            home.lock("lock", fcntl.LOCK_EX | fcntl.LOCK_NB).close()
            return {}
        time.sleep(0.1)
    raise LauncherError("Another command has been starting the servers for two minutes.")


def wait_for_guests(home: Home) -> None:
    """Before the servers stop: let other commands that use them finish, and let no new one in."""
    try:
        guests = home.lock("guests", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another ./run that uses the same servers …")
        guests = home.lock("guests", fcntl.LOCK_EX)
    home.note.unlink(missing_ok=True)
    guests.close()


def only_holder(home: Home, command: str) -> IO:
    """The lock of the folder, for a command that must hold it itself."""
    try:
        return home.lock("lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = home.read_note()
        name = other.get("command", command)
        if name == command:
            where = f" at {other['address']}" if "address" in other else ""
            raise LauncherError(f"./run {command} is running already{where}.") from None
        say(f"Waiting for ./run {name} (process {other['pid']}) to end …")
        return home.lock("lock", fcntl.LOCK_EX)
