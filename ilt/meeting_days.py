"""On which days a team meets between two days, as its series says."""

import datetime as dt

from people.models import Team
from people.school_days import SchoolCalendar

WEEK = dt.timedelta(weeks=1)


def meeting_days(
    team: Team, first: dt.date, last: dt.date, calendar: SchoolCalendar
) -> list[dt.date]:
    """The team's weekday (Monday where it has none), every so many weeks, closed days skipped."""
    day = first + dt.timedelta(days=((team.weekday or 0) - first.weekday()) % 7)
    days = []
    while day <= last:
        if calendar.is_school_day(day):
            days.append(day)
        day += WEEK * team.every_weeks
    return days
