"""The observation clock: when each step of a round may be done, is due soon and is due (b.3).

Days are school days of the teacher's school on which she is at work; weeks are weeks of the
calendar, leave not counted, that begin and end on such a day. During leave without a date of return
nothing is due.
"""

import dataclasses
import datetime as dt
from collections import defaultdict

from coaching.cadence import due_after
from coaching.models import ObservationRound, RoundStep
from people.models import Leave, SchoolSystem
from people.school_days import ONE_DAY, SchoolCalendar, SystemCalendar

Step = RoundStep.Step
WEEK = 7


@dataclasses.dataclass(frozen=True)
class Span:
    """The first and the last day of a step, and the day from which it counts as due soon."""

    opens_on: dt.date | None = None
    soon_on: dt.date | None = None
    due_on: dt.date | None = None


NOT_YET = Span()


@dataclasses.dataclass(frozen=True)
class WorkDays:
    """The school days on which one teacher is at work."""

    calendar: SchoolCalendar
    leaves: tuple

    @classmethod
    def of(cls, calendar: SchoolCalendar, leaves):
        """Leave with a date of return closes the school for her."""
        away = tuple((first, back - ONE_DAY) for first, back in leaves if back and back > first)
        return cls(SchoolCalendar(calendar.years, calendar.closures + away), tuple(leaves))

    def after(self, day: dt.date, count: int) -> dt.date | None:
        """The day `count` school days after `day`; None where she is away for an unknown time."""
        due = self.calendar.add(day, count)
        return None if self._is_away_for_long(due) else due

    def before(self, day: dt.date, count: int) -> dt.date:
        return self.calendar.add(day, -count) if count else day

    def window(self, day: dt.date, first_week: int, last_week: int):
        """(first, last) school day from `first_week` to `last_week` weeks after `day`."""
        bounds = [due_after(day, weeks * WEEK, self.leaves) for weeks in (first_week, last_week)]
        if None in bounds:
            return None, None
        first = self.calendar.on_or_after(bounds[0])
        return first, max(first, self.before(bounds[1] + ONE_DAY, 1))

    def _is_away_for_long(self, day):
        return any(first <= day and back is None for first, back in self.leaves)


@dataclasses.dataclass(frozen=True)
class Clock:
    """The calendars, the leave and the numbers of a school system, read once for many rounds."""

    calendar: SystemCalendar
    leaves: dict
    soon_days: int

    @classmethod
    def of(cls, system: SchoolSystem):
        """Three queries."""
        leaves = defaultdict(list)
        rows = Leave.objects.filter(school_system=system).order_by("starts_on")
        for user, *span in rows.values_list("membership__user", "starts_on", "ends_on"):
            leaves[user].append(tuple(span))
        return cls(SystemCalendar.of(system), leaves, system.due_soon_days)

    def days_of(self, row: ObservationRound) -> WorkDays:
        return WorkDays.of(self.calendar.at(row.school_id), self.leaves.get(row.teacher_id, ()))

    def spans(self, row: ObservationRound) -> dict[str, Span]:
        """{step: when} of a round as it stands; what waits for another step has no dates yet."""
        days = self.days_of(row)
        found = dict.fromkeys(Step, NOT_YET)
        found |= self._before_the_visit(row, days)
        if row.visit_on:
            due = days.after(row.visit_on, row.post_conference_days)
            found[Step.SELF_ASSESSMENT] = self._span(days, row.visit_on, due)
            found[Step.POST_CONFERENCE] = self._span(days, row.visit_on, due)
        if row.post_conference_on:
            found |= self._after_the_conference(row, days)
        if row.next_visit_by:
            found[Step.NEXT_VISIT] = self._span(days, None, row.next_visit_by)
        return found

    def _before_the_visit(self, row, days):
        """An announced visit and its pre-conference; once the visit was held, what is missing
        beforehand is asked for no more."""
        planned = row.visit_planned_on
        held = row.visit_on if row.pre_conference_on else None
        found = {}
        if day := (held if row.visit_on else planned):
            due = days.before(day, row.pre_conference_days)
            found[Step.PRE_CONFERENCE] = self._span(days, None, due)
        if planned:
            found[Step.VISIT] = self._span(days, None, planned)
        return found

    def _after_the_conference(self, row, days):
        held = row.post_conference_on
        first, last = days.window(held, row.follow_up_from_weeks, row.follow_up_until_weeks)
        return {
            Step.ADJUSTMENT: self._span(days, held, first),
            Step.FOLLOW_UP: Span(first, first, last),
        }

    def _span(self, days, opens_on, due_on):
        """Due soon some school days before it is due, but never before it may be done."""
        if due_on is None:
            return NOT_YET
        soon_on = days.before(due_on, self.soon_days)
        return Span(opens_on, max(soon_on, opens_on or soon_on), due_on)
