"""`./run check`: the quick checks, in the order of their cost."""

import subprocess
from pathlib import Path

from launcher.places import PYTHON, ROOT, say

OWN_APPS = (
    "coaching",
    "collaboration",
    "core",
    "goals",
    "ilt",
    "meetings",
    "notices",
    "people",
    "reports",
)
SETTINGS = "config.check_settings"  # the product's settings with the migration linter installed


def formatters() -> list[list[str]]:
    """What `./run check --fix` does first: everything that a tool can put right by itself."""
    tools = PYTHON.parent
    return [
        [str(tools / "ruff"), "check", "--fix", "."],
        [str(tools / "ruff"), "format", "."],
        [str(tools / "djade"), "--target-version", "5.2", *templates()],
        [str(tools / "djhtml"), *templates()],
    ]


def fix() -> None:
    """Let the formatters write."""
    for args in formatters():
        subprocess.run(args, cwd=ROOT, capture_output=True)


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))


def steps() -> list[tuple[str, list[str]]]:
    """Each check by name, with its command."""
    tools = PYTHON.parent
    manage = [str(PYTHON), "manage.py"]
    linter = ["lintmigrations", "--no-cache", "--include-apps", *OWN_APPS]
    linter += ["--ignore-name-contains", "_initial"]  # new tables: nobody waits for a lock on them
    return [
        ("ruff check", [str(tools / "ruff"), "check", "."]),
        ("ruff format", [str(tools / "ruff"), "format", "--check", "."]),
        ("djade", [str(tools / "djade"), "--target-version", "5.2", "--check", *templates()]),
        ("djhtml", [str(tools / "djhtml"), "--check", *templates()]),
        ("import-linter", [str(tools / "lint-imports"), "--no-cache"]),
        ("manage.py check", [*manage, "check", "--fail-level", "WARNING"]),
        ("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("migration linter", [*manage, *linter]),
    ]


def run_steps(env: dict[str, str]) -> int:
    """Run every check, show what a failing one says, and name the failures at the end."""
    env = env | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}
    failed = [name for name, args in steps() if not passes(name, args, env)]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def passes(name: str, args: list[str | Path], env: dict[str, str]) -> bool:
    """Run one check; its output is shown only when it fails."""
    done = subprocess.run(
        args, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    say(f"{'failed' if done.returncode else 'ok':<7} {name}")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0
