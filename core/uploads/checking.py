"""The parent's side: what kind of file it is, then a child process makes the clean copy."""

import contextlib
import dataclasses
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from core.uploads import limits
from core.uploads.changing import Change
from core.uploads.kinds import HEAD, Kind, kind_of
from core.uploads.words import Reason, RefusedError

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-E", "-s", "-m", "core.uploads.child"]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}  # none of the product's secrets
KEPT_AS = {"jpg": b"\xff\xd8\xff", "pdf": b"%PDF-"}
_turns = threading.BoundedSemaphore(limits.AT_ONCE)


@dataclasses.dataclass(frozen=True)
class Copy:
    """The clean copy of a file: "jpg" or "pdf", and its bytes."""

    suffix: str
    data: bytes

    @property
    def size(self):
        return len(self.data)


def check(upload) -> Copy:
    """The clean copy of an uploaded file (anything with `read` and `seek`). Raises RefusedError."""
    # Without a buffer: the child moves along the same open file.
    with tempfile.TemporaryFile(buffering=0) as source:
        upload.seek(0)
        shutil.copyfileobj(upload, source)
        size = source.tell()
        source.seek(0)
        kind = kind_of(source.read(HEAD))
        if size > limits.MOST_BYTES:
            raise RefusedError(Reason.TOO_LARGE)
        with _turn():
            return _copied(source, kind)


def change(data: bytes, how: Change) -> Copy:
    """A kept photo turned and cut: a new JPEG made of what is left. Raises RefusedError."""
    with tempfile.TemporaryFile(buffering=0) as source, _turn():
        source.write(data)
        return _copied(source, Kind.JPEG, how.words())


@contextlib.contextmanager
def _turn():
    """Only so many files are read at once: each may take much memory."""
    if not _turns.acquire(timeout=limits.WAIT_SECONDS):
        raise RefusedError(Reason.BUSY)
    try:
        yield
    finally:
        _turns.release()


def _copied(source, kind, change=()):
    source.seek(0)
    with tempfile.TemporaryFile() as made:
        code = _run_child(source, made, [kind, *change])
        if code:
            raise RefusedError(code if code in set(Reason) else Reason.TOO_MUCH_WORK)
        made.seek(0)
        copy = Copy("pdf" if kind == Kind.PDF else "jpg", made.read(limits.WRITTEN))
    if not copy.data.startswith(KEPT_AS[copy.suffix]):
        raise RefusedError(Reason.DAMAGED)
    return copy


def _run_child(source, made, words):
    """The exit code of the child: 0, a Reason, or whatever killed it."""
    child = subprocess.Popen(  # noqa: S603  (our own module, no word of the person's)
        [*COMMAND, *words],
        stdin=source,
        stdout=made,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    with child:
        try:
            return child.wait(timeout=limits.WALL_SECONDS)
        except subprocess.TimeoutExpired:
            return Reason.TOO_MUCH_WORK
        finally:
            child.kill()
