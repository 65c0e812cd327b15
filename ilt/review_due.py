"""When each leadership team's next data review is due, and who is told."""

import calendar
import dataclasses
import datetime as dt

from django.db.models import OuterRef, Subquery

from core import wall_clock
from ilt.models import DataReview, ReviewCadence
from notices.actions import Reminder
from notices.hours import DAY_BEGINS
from people.models import Membership, SchoolYear, Team, TeamMember

ILTS = (Team.Kind.SYSTEM_ILT, Team.Kind.SCHOOL_ILT)


@dataclasses.dataclass(frozen=True)
class Due:
    """A leadership team, its last review held, and the day the next one is due."""

    team: Team
    last_on: dt.date | None
    due_on: dt.date

    def is_due(self, today) -> bool:
        return self.due_on <= today


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_reviews(teams, system_id, today) -> list[Due]:
    """When the teams' next reviews are due: so many months after the last one held, or after the
    school year began. Nothing is due before a first school year. Three queries."""
    year = SchoolYear.objects.filter(school_system=system_id).on(today).first()
    cadence = ReviewCadence.objects.filter(school_system=system_id).first()
    months = cadence.every_months if cadence else ReviewCadence.Months.QUARTERLY
    held = DataReview.objects.held().filter(school_system=system_id).order_by("-review_on")
    at_school = Subquery(held.filter(school=OuterRef("school")).values("review_on")[:1])
    of_system = Subquery(held.filter(school=None).values("review_on")[:1])
    teams = teams.current().filter(kind__in=ILTS).select_related("school")
    found = []
    for team in teams.annotate(at_school=at_school, of_system=of_system).order_by("school__name"):
        last = team.at_school if team.school_id else team.of_system
        start = max(filter(None, (last, year and year.starts_on)), default=None)
        if last or start:
            found.append(Due(team, last, months_later(last or start, months)))
    return found


def reviews_due(system, now):
    """A reminder for whoever runs a leadership team whose data review has come due."""
    today = now.astimezone(system.zone).date()
    dues = next_reviews(Team.objects.filter(school_system=system), system.pk, today)
    dues = {due.team.pk: due for due in dues if due.is_due(today)}
    for team_id, person in _leaders_of(dues.values(), today):
        due = dues[team_id]
        told_from = wall_clock.at(due.due_on, DAY_BEGINS, system.zone)
        yield Reminder(due.team, person, str(due.due_on), told_from)


def _leaders_of(dues, today):
    """(team, person) once each: who facilitates, and who leads the team's school."""
    teams = {due.team.pk: due.team for due in dues}
    members = TeamMember.objects.active(today).filter(team__in=teams, user__is_active=True)
    members = members.filter(role=TeamMember.Role.FACILITATOR)
    found = set(members.values_list("team", "user"))
    by_school = {team.school_id: team.pk for team in teams.values() if team.school_id}
    heads = Membership.objects.active(today).filter(
        school__in=by_school, role=Membership.Role.SCHOOL_LEADER, user__is_active=True
    )
    found |= {(by_school[school], user) for school, user in heads.values_list("school", "user")}
    return sorted(found)
