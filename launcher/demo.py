"""`./run demo`: everything the product needs, on this machine alone."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from launcher import native
from launcher.children import Child, Family, end_orphans
from launcher.foreground import Stopped
from launcher.places import PYTHON, ROOT, VAR, LauncherError, last_lines, say
from launcher.servers import DEMO_HOME, only_holder, own_servers, private_surroundings
from launcher.valkey import is_free

LOGS = VAR / "log"
READY_WITHIN = 120  # seconds
PDF_LIMIT = ["--max-tasks-per-child", "50"]
PLAIN_WORKER = ["--without-gossip", "--without-mingle", "-l", "INFO"]


def demo() -> int:
    """Start it all, say where it is, tend it until Ctrl+C."""
    lock = only_holder(DEMO_HOME, "demo")
    end_orphans(DEMO_HOME.record)  # one of them may sit on the port
    port = chosen_port()
    native.want_pango()
    address = f"http://localhost:{port}"
    with own_servers(DEMO_HOME, "demo", lock) as (family, urls):
        say("The database and the broker are up.")
        ours = private_surroundings(DEMO_HOME, address) | {"DEMO": "1"}
        env = os.environ | native.surroundings() | ours | urls
        accounts = prepare(env)
        for child in product(env, port):
            family.start(child)
        wait_until_ready(family, port)
        DEMO_HOME.write_note(command="demo", pid=str(os.getpid()), address=address, **urls)
        introduce(address, accounts)
        return tend(family)


def chosen_port() -> int:
    """PORT when it is set, else the first free one from 8000."""
    if named := os.environ.get("PORT"):
        if not named.isdigit() or not 0 < int(named) < 65536:
            raise LauncherError(f"PORT is {named!r}; it must be a number, like PORT=8001.")
        if not is_free(int(named)):
            raise LauncherError(f"Port {named} is in use. Choose another: PORT=8001 ./run demo")
        return int(named)
    port = next(port for port in range(8000, 8100) if is_free(port))
    if port != 8000:
        say(f"Port 8000 is in use; taking {port}.")
    return port


def prepare(env: dict[str, str]) -> list[dict[str, str]]:
    """Migrate, load the demo district, collect static files; returns the demo accounts."""
    accounts, stamp = VAR / "accounts.json", VAR / "static.stamp"
    steps = [preparation("data", accounts, env), preparation("static", stamp, env)]
    try:
        codes = [step.wait() for step in steps]
    finally:
        for step in steps:
            step.kill()
    if any(codes):
        raise LauncherError("The product could not be made ready (see above).")
    return json.loads(accounts.read_text())


def preparation(what: str, file: Path, env: dict[str, str]) -> subprocess.Popen:
    """One of the two preparations, in a process of its own."""
    step = [PYTHON, "-m", "launcher.prepare", what, file]
    return subprocess.Popen(step, cwd=ROOT, env=env, stdout=sys.stderr, start_new_session=True)


def product(env: dict[str, str], port: int) -> list[Child]:
    """The product's own processes: two workers, beat, the web server."""
    celery = [str(PYTHON), "-m", "celery", "-A", "config"]
    worker = [*celery, "worker", *PLAIN_WORKER]
    schedule = ["-l", "INFO", "--pidfile=", "-s", str(VAR / "beat-schedule")]
    web = ["-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "4"]
    web += ["--no-control-socket", "--graceful-timeout", "10"]
    return [
        ours("worker", [*worker, "-n", "main@%h", "-Q", "mail,default", "-c", "2"], env),
        ours("pdf-worker", [*worker, "-n", "pdf@%h", "-Q", "pdf", "-c", "1", *PDF_LIMIT], env),
        ours("beat", [*celery, "beat", *schedule], env),
        ours("web", [str(PYTHON), "-m", "gunicorn", "config.wsgi", *web], env | {"WEB": "1"}),
    ]


def ours(name: str, args: list[str], env: dict[str, str]) -> Child:
    return Child(name, args, LOGS / f"{name}.log", env=env, cwd=ROOT)


def wait_until_ready(family: Family, port: int) -> None:
    """Wait for /readyz to be green."""
    end = time.monotonic() + READY_WITHIN
    while (answer := ask(f"http://127.0.0.1:{port}/readyz")) is not None:
        family.tend()
        if time.monotonic() > end:
            raise LauncherError(
                f"Not ready after {READY_WITHIN} s. /readyz says: {answer}\n"
                f"The web server says ({LOGS / 'web.log'}):\n{last_lines(LOGS / 'web.log')}"
            )
        time.sleep(0.1)


def ask(url: str) -> str | None:
    """None when the address answers 200, else what it says."""
    try:
        with urllib.request.urlopen(url, timeout=10):
            return None
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(2000).decode(errors='replace')}"
    except OSError as error:
        return str(error)


def introduce(address: str, accounts: list[dict[str, str]]) -> None:
    """The address and the log-ins, on stdout."""
    seconds = time.time() - float(os.environ["THROUGHLINE_STARTED"])
    print(f"\nThroughline is ready after {seconds:.0f} s:  {address}/\n")
    print(table(accounts, ("role", "email", "password", "school")))
    print(f"\nMail goes to {shown(VAR / 'mail')}, logs to {shown(LOGS)}. Ctrl+C stops everything.")
    sys.stdout.flush()


def shown(path: Path) -> Path:
    """A path as a person in the checkout reads it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def table(rows: list[dict[str, str]], names: tuple[str, ...]) -> str:
    """Rows as aligned columns under their names."""
    cells = [[name.capitalize() for name in names]]
    cells += [[str(row.get(name) or "") for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def tend(family: Family) -> int:
    """Keep every process running until we are told to stop."""
    try:
        while True:
            time.sleep(0.5)
            family.tend()
    except Stopped:
        say("\nStopping …")
        return 0
