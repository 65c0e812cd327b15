import datetime as dt

from notices.models import Heartbeat


def beat(name: str, *, now: dt.datetime) -> None:
    """Note that `name` (beat, or the worker of a queue) has just done a task."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beaten_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beaten_at"],
    )
