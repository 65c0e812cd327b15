"""Where the files of exports lie, outside everything that is served."""

import datetime as dt
from pathlib import Path

from django.conf import settings

ORPHAN_AGE = dt.timedelta(hours=1)


def path_of(name: str) -> Path:
    return Path(settings.EXPORT_DIR) / name


def part_name(part) -> str:
    """The file of one part as one attempt makes it; two workers never write the same."""
    return f"{part.export_id}-{part.pk}-{part.attempts}.zip"


def file_name(export) -> str:
    return f"{export.pk}-file-{export.attempts}.{export.suffix}"


def remove(name: str) -> None:
    path_of(name).unlink(missing_ok=True)


def remove_files_of(export, keep: str = "") -> None:
    """Remove every file of an export but `keep`, half-written ones too."""
    for path in Path(settings.EXPORT_DIR).glob(f"{export.pk}-*"):
        if path.name != keep:
            path.unlink(missing_ok=True)


def remove_orphans(known: set[str], now: dt.datetime) -> None:
    """Remove what no row knows and nobody has written to for an hour."""
    for path in Path(settings.EXPORT_DIR).glob("*"):
        if path.name in known:
            continue
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if now - written > ORPHAN_AGE:
            path.unlink(missing_ok=True)
