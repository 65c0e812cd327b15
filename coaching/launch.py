"""Whether a pair's launch meeting is still asked for, and how that is said: no query of its own.

`with_launch` brings it along with assignments, `caseload.py` with the teachers of a caseload.
"""

import dataclasses
import datetime as dt
from functools import cached_property

from django.db.models import Exists, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from core.dates import short_date
from people.models import LaunchMeeting, SchoolYear

Answer = LaunchMeeting.Answer


@dataclasses.dataclass(frozen=True)
class Launch:
    """The launch meeting of one pair this school year: `found` is what is known of it."""

    found: dict | None
    is_in_year: bool
    today: dt.date

    @cached_property
    def do_by_on(self):
        day = self.found and self.found["do_by_on"]
        return dt.date.fromisoformat(day) if day else None

    @property
    def answer(self):
        return self.found["answer"] if self.found else ""

    @property
    def pk(self):
        return self.found["pk"] if self.found else None

    @property
    def asks(self):
        """Nobody has answered, or the day it was planned for has passed. Never in the holidays."""
        is_late = self.do_by_on is not None and self.do_by_on < self.today
        return self.is_in_year and (not self.answer or is_late)

    @property
    def words(self):
        """How it stands, in words; empty in the holidays."""
        if not self.is_in_year:
            return ""
        if self.answer == Answer.PLANNED:
            passed = "was planned by" if self.asks else "planned by"
            return f"{passed} {short_date(self.do_by_on)}"
        return {Answer.MET: "held", Answer.NOT_NEEDED: "not needed"}.get(self.answer, "not yet")


def found(user, **pair):
    """What `user` may know of the launch meeting of this year, as one value; `pair` says whose."""
    rows = LaunchMeeting.objects.visible_to(user).in_year_of(user.today).filter(**pair)
    row = JSONObject(pk="pk", answer="answer", do_by_on="do_by_on")
    return Subquery(rows.values(json=row)[:1], output_field=JSONField())


def is_in_year(user):
    """Whether a school year runs today, as a condition."""
    return Exists(SchoolYear.objects.visible_to(user).on(user.today))


def with_launch(assignments, user):
    """Each with what `launch_of` asks for: two columns of the same query."""
    return assignments.annotate(
        launch_row=found(user, assignment=OuterRef("pk")), is_in_year=is_in_year(user)
    )


def launch_of(assignment, today: dt.date) -> Launch:
    """The launch meeting of an assignment read `with_launch`."""
    return Launch(assignment.launch_row, assignment.is_in_year, today)
