"""Plain builders of teams, their meetings and the goals they work towards."""

import datetime as dt
from decimal import Decimal

from goals.models import Goal
from meetings.models import Assignment, AssignmentReport, Attendance, Meeting, Section
from people.models import Team, TeamMember

LONG_AGO = dt.date(2020, 8, 3)
FALL = dt.date(2026, 8, 6)
SPRING = dt.date(2027, 5, 22)


def make_team(system, kind, school=None, facilitator=None, members=(), **fields):
    """A team that meets for an hour on Tuesdays at 3 PM."""
    fields.setdefault("name", f"{Team.Kind(kind).label} of {school or system}"[:120])
    fields.setdefault("weekday", Team.Weekday.TUESDAY)
    fields.setdefault("meets_at", dt.time(15))
    team = Team.objects.create(school_system=system, school=school, kind=kind, **fields)
    if facilitator:
        add_member(team, facilitator, role=TeamMember.Role.FACILITATOR)
    for person in members:
        add_member(team, person)
    return team


def add_member(team, user, **fields):
    """In the team from long ago, open-ended unless `ends_on` says otherwise."""
    fields.setdefault("starts_on", LONG_AGO)
    return TeamMember.objects.create(
        school_system_id=team.school_system_id, team=team, user=user, **fields
    )


def make_tree_goal(system, level, parent=None, school=None, team=None, **fields):
    """An active goal of the tree: from 41 to 46 percentage points within the school year."""
    content = {
        "statement": "More students reach Mastery or above in math.",
        "metric": "Students at Mastery or above on the math state test",
        "unit": Goal.Unit.PERCENTAGE_POINTS,
        "baseline": Decimal(41),
        "target": Decimal(46),
        "starts_on": FALL,
        "ends_on": SPRING,
        "is_draft": False,
    }
    return Goal.objects.create(
        school_system=system,
        level=level,
        parent=parent,
        parent_level=parent.level if parent else "",
        school=school or (team and team.school),
        team=team,
        **(content | fields),
    )


def make_meeting(team, starts_at, **fields):
    """A meeting with its five parts, and everybody in the team then on its list. One held says that
    there was nothing to do, unless the fields say otherwise."""
    if fields.get("state") == Meeting.State.HELD:
        fields.setdefault("no_assignment_because", "We went on with what we had.")
        fields.setdefault("held_at", starts_at)
    meeting = Meeting.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        starts_at=starts_at,
        **({"focus": "Fractions as numbers", "minutes": team.minutes} | fields),
    )
    Section.objects.bulk_create(
        Section(school_system_id=team.school_system_id, meeting=meeting, part=part, order=order)
        for order, part in enumerate(Section.Part, start=1)
    )
    Attendance.objects.bulk_create(
        Attendance(school_system_id=team.school_system_id, meeting=meeting, user_id=user)
        for user in team.members.values_list("user", flat=True).distinct()
    )
    return meeting


def make_assignment(meeting, member=None, **fields):
    """Something to do until the next meeting; for everyone without a `member`."""
    fields.setdefault("text", "Try the number line with one class and bring three pieces of work.")
    return Assignment.objects.create(
        school_system_id=meeting.school_system_id, meeting=meeting, member=member, **fields
    )


def report_on(assignment, user, now, status=AssignmentReport.Status.DONE, **fields):
    """What `user` says became of an assignment."""
    return AssignmentReport.objects.create(
        school_system_id=assignment.school_system_id,
        assignment=assignment,
        user=user,
        status=status,
        reported_at=now,
        **({"evidence": "18 of 24 students placed thirds on the line."} | fields),
    )
