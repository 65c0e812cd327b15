"""Where things are, and how the launcher speaks."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("THROUGHLINE_VAR", ROOT / "var")).absolute()
TEST_VAR = VAR / "test"
PYTHON = ROOT / ".venv" / "bin" / "python"
IS_ROOT = os.geteuid() == 0


class LauncherError(Exception):
    """Nothing more can be done; the message says what the person should do."""


def say(message: str) -> None:
    """Tell the person what is going on, on stderr: stdout belongs to the commands."""
    print(message, file=sys.stderr, flush=True)


def kept_secret(path: Path, length: int = 50) -> str:
    """A random text that is made once and kept in a file only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length))
    except FileExistsError:
        pass
    return path.read_text()


def last_lines(path: Path, count: int = 15) -> str:
    """The end of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
