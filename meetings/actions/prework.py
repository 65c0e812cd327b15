"""What people do before a meeting."""

import datetime as dt

from django.db import transaction

from meetings.models import Attendance


@transaction.atomic
def say_prework(attendance: Attendance, *, is_done: bool, now: dt.datetime) -> None:
    """This person has done the prework of the meeting, or takes it back. Said twice, the first
    moment stays."""
    if is_done == (attendance.prework_done_at is not None):
        return
    attendance.prework_done_at = now if is_done else None
    attendance.save(update_fields=["prework_done_at"])
