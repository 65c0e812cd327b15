"""Files that are there whole or not at all."""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

TEMPORARY = ".part"


@contextlib.contextmanager
def whole_file(path: Path):
    """A binary file that appears under its name once it is written, and on the disk for good.

    Written beside its place under a name ending in ".part", then fsync, rename, fsync of the
    folder. After an error, or a kill, there is no file of that name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with open(beside, "x+b") as file:
            os.fchmod(file.fileno(), 0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        _sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> str:
    """Write `data` as one whole file; returns its SHA-256."""
    with whole_file(path) as file:
        file.write(data)
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
