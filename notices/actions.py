import datetime as dt
from collections.abc import Iterable

from notices.models import Notice


def notify(kind: str, *, about, to: Iterable, now: dt.datetime, slot: str = "") -> None:
    """Write one notice for each person, in the transaction of its cause.

    Telling the same person the same thing in the same slot twice does nothing.
    """
    rows = [
        Notice(
            school_system_id=person.school_system_id,
            kind=kind,
            to=person,
            about_label=about._meta.label_lower,
            about_id=about.pk,
            slot=slot,
            due_at=now,
        )
        for person in to
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
