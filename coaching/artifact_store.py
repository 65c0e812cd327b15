"""Where the files lie that people add: outside everything that is served."""

import datetime as dt
import shutil
from pathlib import Path

from django.conf import settings

from core.files import write_whole

ORPHAN_AGE = dt.timedelta(hours=1)
LEAST_FREE = 0.05  # of the disk: below it notes still save, files are refused


def path_of(artifact) -> Path:
    return Path(settings.ARTIFACT_DIR) / artifact.file_name


def keep(artifact, data: bytes) -> str:
    """Write the file, whole or not at all; returns its SHA-256."""
    return write_whole(path_of(artifact), data)


def erase(artifact) -> None:
    path_of(artifact).unlink(missing_ok=True)


def has_room() -> bool:
    """Whether the disk has room for one more file."""
    folder = Path(settings.ARTIFACT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    disk = shutil.disk_usage(folder)
    return disk.free >= disk.total * LEAST_FREE


def erase_orphans(known: set[str], now: dt.datetime) -> None:
    """Remove what no row knows and nobody has written to for an hour."""
    for path in Path(settings.ARTIFACT_DIR).glob("*"):
        if path.name in known:
            continue
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if now - written > ORPHAN_AGE:
            path.unlink(missing_ok=True)
