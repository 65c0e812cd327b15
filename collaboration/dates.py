"""On which days a team meets for a cycle of study: its series, skipping closures."""

import dataclasses
import datetime as dt

from collaboration.models import StudyCycle
from meetings.models import Meeting
from people.school_days import SchoolCalendar

DAY = dt.timedelta(days=1)
State = Meeting.State


@dataclasses.dataclass(frozen=True)
class Proposal:
    """One day: a new meeting, or the team's own (`meeting`) that belongs to no cycle yet."""

    starts_at: dt.datetime
    meeting: Meeting | None = None


def has_series(team) -> bool:
    """Whether the team has said on which weekday and when it meets."""
    return team.weekday is not None and team.meets_at is not None


def proposals(cycle: StudyCycle, *, today: dt.date, zone) -> list[Proposal]:
    """The days of the meetings that the cycle still lacks, from today or its first day until the
    end of the school year; fewer where no more fit. The team must have a series."""
    team, year = cycle.year_plan.team, cycle.year_plan.school_year
    known = Meeting.objects.filter(team=team).exclude(state=State.CANCELLED)
    known = list(known.select_related("study"))
    lacking = cycle.meeting_count - sum(_is_of(meeting, cycle) for meeting in known)
    taken = {meeting.starts_at.astimezone(zone).date(): meeting for meeting in known}
    calendar = SchoolCalendar.of(team.school)
    first = max(cycle.starts_on, today)
    found = []
    for day in _series(team, first, year.ends_on):
        if len(found) >= lacking:
            break
        if not calendar.is_school_day(day):
            continue
        meeting = taken.get(day)
        if meeting is None:
            found.append(Proposal(dt.datetime.combine(day, team.meets_at, zone)))
        elif not hasattr(meeting, "study") and meeting.is_open:
            found.append(Proposal(meeting.starts_at, meeting))
    return found


def _is_of(meeting, cycle):
    return hasattr(meeting, "study") and meeting.study.cycle_id == cycle.pk


def _series(team, first, last):
    """The team's weekday every so many weeks, from the first one on or after `first`."""
    day = first + DAY * ((team.weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += DAY * 7 * team.every_weeks
