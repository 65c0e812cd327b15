"""Data reviews that come due and steps promised in them: who is to act is told, once."""

import datetime as dt

from ilt.promises_due import promises_due
from ilt.review_due import reviews_due
from notices.actions import remind
from people.models import SchoolSystem


def plan_reminders(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Write the reminders of a school system that have come due by `now`, once."""
    remind("data_review_due", reviews_due(system, now), now=now)
    remind("promised_step_due", list(promises_due(system, now)), now=now)
