"""The five commands of `./run`."""

import os
from collections.abc import Callable

import environ

from launcher import native
from launcher.checks import fix, run_steps
from launcher.demo import demo
from launcher.foreground import Stopped, in_foreground, listen_for_signals
from launcher.places import PYTHON, ROOT, LauncherError, say
from launcher.servers import (
    DEMO_HOME,
    TEST_HOME,
    given_urls,
    only_holder,
    own_servers,
    private_surroundings,
    shared_servers,
)

WORKERS = min(max(os.cpu_count() or 2, 2), 8)
WHOLE_SUITE = ["-n", str(WORKERS), "--dist", "worksteal"]


def main(command: str, args: list[str]) -> int:
    """Run one command; its exit code."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "demo": run_demo,
        "test": run_tests,
        "check": run_checks,
        "manage": manage,
        "bench": bench,
    }
    listen_for_signals()
    try:
        return commands[command](args)
    except LauncherError as error:
        say(f"\n{error}")
        return 2
    except Stopped as stopped:
        return 128 + stopped.number


def run_demo(args: list[str]) -> int:
    if args:
        raise LauncherError("./run demo takes no arguments; PORT=8001 ./run demo chooses the port.")
    return demo()


def run_tests(args: list[str]) -> int:
    """pytest with ARGS, or the whole suite; on servers that nothing else uses."""
    lock = only_holder(TEST_HOME, "test")
    native.need_for_tests()
    with own_servers(TEST_HOME, "test", lock) as (_, urls):
        env = os.environ | native.surroundings() | private_surroundings(TEST_HOME) | urls
        env |= {"DEMO": "1", "SITE_URL": "http://localhost:8000", "VAR_DIR": str(TEST_HOME.folder)}
        return in_foreground([PYTHON, "-m", "pytest", *(args or WHOLE_SUITE)], env, ROOT)


def run_checks(args: list[str]) -> int:
    """The quick checks; with --fix the formatters go first."""
    if args == ["--fix"]:
        fix()
    elif args:
        raise LauncherError("./run check takes no argument but --fix.")
    with shared_servers(DEMO_HOME, "check") as urls:
        env = os.environ | native.surroundings() | private_surroundings(DEMO_HOME) | urls
        return run_steps(env)


def manage(args: list[str]) -> int:
    """manage.py with ARGS, from the folder where the person stands."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")
    is_private = "DATABASE_URL" not in given_urls()
    with shared_servers(DEMO_HOME, "manage") as urls:
        ours = private_surroundings(DEMO_HOME) if is_private else {}
        env = os.environ | native.surroundings() | ours | urls
        return in_foreground([PYTHON, ROOT / "manage.py", *args], env)


def bench(args: list[str]) -> int:
    """The benchmarks, which are a command of manage.py."""
    native.want_pango()
    return manage(["bench", *args])
