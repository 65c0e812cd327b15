"""What the part *assess impact* opens with equals what the meeting before gave to do, exactly."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.builders import people
from demo.builders import team as build
from meetings.impact import MISSING, carry_over
from meetings.models import Meeting
from people.models import Team

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 2, 21, tzinfo=dt.UTC)
PEOPLE = 5
STATES = ("held", "held", "cancelled", "planned")
REPORTS = ("done", "partly", "not_done", None)


@st.composite
def meetings(draw):
    """A row of meetings: state, who is listed, assignments (None is everyone) and reports."""
    members = st.sets(st.integers(0, PEOPLE - 1), min_size=1)
    plan = []
    for _ in range(draw(st.integers(1, 5))):
        listed = sorted(draw(members))
        who = st.one_of(st.none(), st.sampled_from(listed))
        given_to = draw(st.lists(st.tuples(who, st.booleans()), max_size=3))
        report = st.sampled_from(REPORTS)
        reports = {
            (number, person): draw(report)
            for number, _ in enumerate(given_to)
            for person in range(PEOPLE)
        }
        plan.append((draw(st.sampled_from(STATES)), listed, given_to, reports))
    return plan


def expected_after(plan):
    """By hand: what the latest held meeting of the plan gave to do, a line for each person."""
    held = [row for row in plan if row[0] == "held"]
    if not held:
        return []
    _, listed, given_to, reports = held[-1]
    return sorted(
        (number, person, reports[number, person] or MISSING)
        for number, (who, is_removed) in enumerate(given_to)
        if not is_removed
        for person in (listed if who is None else [who])
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=meetings(), leaver=st.integers(0, PEOPLE - 1))
def test_the_carry_over_is_every_assignment_of_the_meeting_before_and_nothing_else(plan, leaver):
    school = people.make_school(people.make_system())
    members = [people.make_teacher(school) for _ in range(PEOPLE)]
    team = build.make_team(school.school_system, Team.Kind.TC, school, None, members)
    for number, row in enumerate(plan):
        made(team, members, NOW + dt.timedelta(days=number), row)
    gone = team.members.get(user=members[leaver])
    gone.ends_on = NOW.date()
    gone.save()
    last = build.make_meeting(team, NOW + dt.timedelta(days=30))
    lines = carry_over(last).lines
    found = sorted(
        (int(line.assignment.text), members.index(line.member), line.status) for line in lines
    )
    assert found == expected_after(plan)


def made(team, members, at, row):
    """One meeting of the plan with its list, its assignments and what became of them."""
    state, listed, given_to, reports = row
    why = {"cancelled_because": "Storm"} if state == "cancelled" else {}
    meeting = build.make_meeting(team, at, state=state, **why)
    meeting.attendances.exclude(user__in=[members[n] for n in listed]).delete()
    guest = people.make_teacher(team.school)
    meeting.attendances.create(school_system=team.school_system, user=guest, is_guest=True)
    for number, (who, is_removed) in enumerate(given_to):
        one = build.make_assignment(
            meeting,
            None if who is None else members[who],
            text=str(number),
            removed_at=at if is_removed else None,
        )
        for person in listed if who is None else [who]:
            if status := reports[number, person]:
                build.report_on(one, members[person], timezone.now(), status)


def test_the_first_meeting_of_a_team_has_nothing_before_it():
    school = people.make_school(people.make_system())
    team = build.make_team(school.school_system, Team.Kind.TC, school)
    impact = carry_over(build.make_meeting(team, NOW))
    assert (impact.meeting, impact.lines) == (None, [])


def test_of_another_team_nothing_is_carried_over():
    school = people.make_school(people.make_system())
    kind, system = Team.Kind.TC, school.school_system
    one, other = (build.make_team(system, kind, school, name=name) for name in ("A", "B"))
    build.make_assignment(build.make_meeting(one, NOW, state=Meeting.State.HELD))
    assert carry_over(build.make_meeting(other, NOW + dt.timedelta(days=7))).lines == []
