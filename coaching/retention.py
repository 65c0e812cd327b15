"""When the time of an unshared visit is up: told after 15, 22 and 28 school days, over after 30.

A visit that was begun and never ended counts from its start; once it is ended, it is a draft like
any other. School days are counted at the visit's school, without the days on which its author is on
leave. Whoever is told late, because nothing ran meanwhile, keeps the days between telling and the
end.
"""

import dataclasses
import datetime as dt

from people.school_days import SchoolCalendar

WARN_AFTER = dt.timedelta(days=14)
TOLD_AFTER = (15, 22, 28)
ENDS_AFTER = 30
ONE_DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Course:
    """The days on which the author is told, as {school days: date}, and the last day.

    A date is None where leave without a return comes before it.
    """

    told: dict
    ends_on: dt.date | None


def course(ended_on: dt.date, first_seen_on: dt.date, calendar: SchoolCalendar, leaves) -> Course:
    """The course of a draft that was written on `ended_on` and first looked at on `first_seen_on`.

    `leaves` are (first day away, day back or None) of its author.
    """
    day, before, days = ended_on, 0, {}
    for count in (*TOLD_AFTER, ENDS_AFTER):
        day = day and working_day(day, count - before, calendar, leaves)
        if count == TOLD_AFTER[0] and day:
            day = max(day, first_seen_on)
        days[count], before = day, count
    ends_on = days.pop(ENDS_AFTER)
    return Course(days, ends_on)


def working_day(day: dt.date, count: int, calendar: SchoolCalendar, leaves) -> dt.date | None:
    """The `count`-th school day after `day` on which the author is not on leave; None where leave
    without a return begins before it."""
    while count:
        day += ONE_DAY
        if any(first <= day and back is None for first, back in leaves):
            return None
        is_away = any(first <= day < back for first, back in leaves if back)
        count -= calendar.is_school_day(day) and not is_away
    return day
