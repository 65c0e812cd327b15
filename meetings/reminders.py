"""Teams that have not met for longer than their school system allows: their facilitators are told,
once for each time."""

import datetime as dt
from collections import defaultdict

from django.db.models import Max, Q

from core import wall_clock
from meetings.team_calendar import Overdue
from notices.actions import Reminder, remind
from notices.hours import DAY_BEGINS
from people.models import SchoolSystem, Team, TeamMember
from people.school_days import SystemCalendar


def plan_reminders(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Write the reminders of a school system that have come due by `now`, once."""
    remind("team_has_not_met", list(teams_without_meeting(system, now)), now=now)


def teams_without_meeting(system, now):
    """A reminder for each facilitator of a team past its number of days; the slot is the day it met
    last, so that one lapse is told once. Four queries, however many teams there are."""
    today = now.astimezone(system.zone).date()
    calendar = SystemCalendar.of(system)
    facilitators = _facilitators(system, today)
    teams = Team.objects.filter(school_system=system).current().filter(pk__in=facilitators)
    last = Max("meetings__starts_at", filter=Q(meetings__state="held"))
    for team in teams.annotate(last_held=last).exclude(last_held=None):
        team.school_system = system
        held_on = team.last_held.astimezone(system.zone).date()
        if Overdue.of(team, held_on, today, calendar.at(team.school_id)):
            told_from = wall_clock.at(today, DAY_BEGINS, system.zone)
            for person in facilitators[team.pk]:
                yield Reminder(team, person, str(held_on), told_from)


def _facilitators(system, today):
    rows = TeamMember.objects.filter(school_system=system, role=TeamMember.Role.FACILITATOR)
    people = defaultdict(list)
    for team, user in rows.active(today).filter(user__is_active=True).values_list("team", "user"):
        people[team].append(user)
    return people
