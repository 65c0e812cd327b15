"""Hours of learning: the minutes of each held meeting at which a person was present (C3m)."""

import dataclasses

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from meetings.models import Attendance, Meeting
from people.models import TeamMember


@dataclasses.dataclass(frozen=True)
class Month:
    """One month of one person: the minutes, and whether they are fewer than the team asks for."""

    begins_on: object
    minutes: int
    is_short: bool = False

    @property
    def hours(self) -> str:
        return f"{self.minutes / 60:.1f}".removesuffix(".0")


def _attended():
    return Attendance.objects.filter(
        state=Attendance.State.PRESENT, meeting__state=Meeting.State.HELD
    )


def own_months(user) -> list[Month]:
    """The person's months with meetings, latest first, of whatever team: one's own hours stay one's
    own, also of a team one has left."""
    return [
        Month(month, minutes) for _user, month, minutes in _by_month(_attended().filter(user=user))
    ]


def _by_month(rows):
    rows = rows.order_by().annotate(month=TruncMonth("meeting__starts_at"))
    rows = rows.values_list("user", "month").annotate(minutes=Sum("meeting__minutes"))
    return sorted(rows, key=lambda row: row[1], reverse=True)


def months_of_team(team, year_plan, today) -> list[tuple]:
    """(member, months, all of them together) of everybody in the team today but guests, in the
    school year of the plan, from the team's own meetings."""
    year = year_plan.school_year
    rows = _attended().filter(
        Q(meeting__starts_at__date__gte=year.starts_on, meeting__starts_at__date__lte=year.ends_on),
        meeting__team=team,
    )
    wanted = (year_plan.hours_a_month or 0) * 60
    by_user = {}
    for user, month, minutes in _by_month(rows):
        is_past = (month.year, month.month) < (today.year, today.month)
        line = Month(month, minutes, is_short=is_past and minutes < wanted)
        by_user.setdefault(user, []).append(line)
    members = TeamMember.objects.active(today).filter(team=team)
    members = members.exclude(role=TeamMember.Role.GUEST).select_related("user")
    found = []
    for member in members.order_by("user__name"):
        months = by_user.get(member.user_id, [])
        found.append((member, months, Month(None, sum(month.minutes for month in months))))
    return found
