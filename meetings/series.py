"""The series of a team's meetings: on which days of a span it meets."""

import datetime as dt

from core import wall_clock
from people.models import Team
from people.school_days import SystemCalendar

A_WEEK = dt.timedelta(weeks=1)


def has_series(team: Team) -> bool:
    """Whether the team says on which day and when it meets."""
    return team.weekday is not None and team.meets_at is not None


def days_of_series(team: Team, first: dt.date, last: dt.date) -> tuple[list, list]:
    """The days the team meets from `first` to `last`, and those it leaves out because there is no
    school. The weeks are counted from the first such weekday, closed or not."""
    calendar = SystemCalendar.of(team.school_system).at(team.school_id)
    day = first + dt.timedelta(days=(team.weekday - first.weekday()) % 7)
    meets, skipped = [], []
    while day <= last:
        (meets if calendar.is_school_day(day) else skipped).append(day)
        day += A_WEEK * team.every_weeks
    return meets, skipped


def moment_of(team: Team, day: dt.date) -> dt.datetime:
    """When the team meets on `day`, on the clocks of its school system."""
    return wall_clock.at(day, team.meets_at, team.school_system.zone)
