"""A team's meetings as its page shows them: what comes, what was, how many fell out."""

import dataclasses
import datetime as dt

from django.db.models import Count, Max, Q

from meetings.models import Meeting
from people.models import Team
from people.school_days import SchoolCalendar, SystemCalendar

COMING, PAST = 12, 12
A_WEEK = dt.timedelta(weeks=1)


def calendar_of(team, meetings, user, now, *, is_whole=False) -> dict:
    """`meetings` of the team that `user` may read: those to come, those that were, how many were
    held and cancelled, and since when none was held where that is too long. A member of the
    system's leadership team, who reads none, finds their dates to write how one went. The nearest
    are shown, all of them where `is_whole`."""
    coming = meetings.planned().order_by("starts_at", "pk")
    past = meetings.exclude(state=Meeting.State.PLANNED).order_by("-starts_at", "-pk")
    counts = meetings.order_by().aggregate(
        held=Count("pk", Q(state="held")),
        cancelled=Count("pk", Q(state="cancelled")),
        planned=Count("pk", Q(state="planned")),
        last=Max("starts_at", filter=Q(state="held")),
    )
    is_at_school = team.school_id in user.led_school_ids | user.ilt_school_ids
    reads = team.pk in user.team_ids or is_at_school or counts["held"] or counts["cancelled"]
    last, zone = counts["last"], team.school_system.zone
    visits = []
    if user.is_in_system_ilt and not reads:
        begun = team.meetings.exclude(state=Meeting.State.CANCELLED).filter(starts_at__lte=now)
        visits = begun.order_by("-starts_at")[:PAST]
    overdue = None
    if last and not team.ended_at and days_allowed(team):
        calendar = SystemCalendar.of(team.school_system).at(team.school_id)
        held_on, today = last.astimezone(zone).date(), now.astimezone(zone).date()
        overdue = Overdue.of(team, held_on, today, calendar)
    return {
        "coming": coming if is_whole else coming[:COMING],
        "past": past if is_whole else past[:PAST],
        "has_more": not is_whole and _is_more_than_shown(counts),
        "counts": counts,
        "reads_meetings": bool(reads),
        "overdue": overdue,
        "visits": visits,
    }


def _is_more_than_shown(counts):
    return counts["planned"] > COMING or counts["held"] + counts["cancelled"] > PAST


@dataclasses.dataclass(frozen=True)
class Overdue:
    """A team that has not met for longer than its school system allows."""

    held_on: dt.date
    days: int
    allowed: int

    @classmethod
    def of(cls, team: Team, held_on, today, calendar: SchoolCalendar):
        """None where the team met recently enough, or its kind has no such number."""
        allowed = days_allowed(team)
        days = days_without(held_on, today, calendar)
        return cls(held_on, days, allowed) if allowed and days > allowed else None


def days_allowed(team: Team) -> int | None:
    """How many days the team may be without a meeting: a policy for each kind but networks."""
    system = team.school_system
    return {
        Team.Kind.SYSTEM_ILT: system.system_ilt_days,
        Team.Kind.SCHOOL_ILT: system.school_ilt_days,
        Team.Kind.TC: system.tc_days,
    }.get(team.kind)


def days_without(held_on: dt.date, today: dt.date, calendar: SchoolCalendar) -> int:
    """Days since `held_on`; of a week without any school, none counts."""
    days, monday = 0, held_on - dt.timedelta(days=held_on.weekday())
    while monday <= today:
        week = [monday + dt.timedelta(days=n) for n in range(7)]
        if any(calendar.is_school_day(day) for day in week):
            days += sum(held_on < day <= today for day in week)
        monday += A_WEEK
    return days
