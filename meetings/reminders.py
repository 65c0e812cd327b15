"""What is told because of the time: to members, the prework on the day of school before a meeting;
to facilitators, that a team has not met for longer than its school system allows."""

import datetime as dt
from collections import defaultdict

from django.db.models import Max, Q

from core import wall_clock
from meetings.models import Attendance
from meetings.team_calendar import Overdue
from notices.actions import Reminder, remind
from notices.hours import DAY_BEGINS, NO_NEWS
from people.models import SchoolSystem, Team, TeamMember
from people.school_days import SystemCalendar


def plan_reminders(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Write the reminders of a school system that have come due by `now`, once."""
    calendar = SystemCalendar.of(system)
    remind("team_has_not_met", list(teams_without_meeting(system, calendar, now)), now=now)
    remind("prework_ahead", list(prework_ahead(system, calendar, now)), now=now)


def prework_ahead(system, calendar, now):
    """A reminder for everybody on the list of a meeting whose prework they have not done, from the
    morning of the last day of school before it; the slot is the day of the meeting, so that a
    meeting that is moved is told again. One query."""
    soon = Attendance.objects.with_prework_open().filter(
        meeting__school_system=system,
        meeting__starts_at__range=(now, now + NO_NEWS),
        user__is_active=True,
    )
    for row in soon.select_related("meeting__team"):
        day = row.meeting.starts_at.astimezone(system.zone).date()
        eve = calendar.at(row.meeting.team.school_id).add(day, -1)
        told_from = wall_clock.at(eve, DAY_BEGINS, system.zone)
        yield Reminder(row.meeting, row.user_id, str(day), told_from)


def teams_without_meeting(system, calendar, now):
    """A reminder for each facilitator of a team past its number of days; the slot is the day it met
    last, so that one lapse is told once. Two queries, however many teams there are."""
    today = now.astimezone(system.zone).date()
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
