import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from demo.builders import people
from demo.builders import team as build
from meetings.actions.planning import MeetingDraft, plan_all, plan_meeting
from meetings.models import Attendance, Meeting, Section, SectionResource
from people.models import SchoolSystem, Team
from tests.statements import statements

pytestmark = pytest.mark.django_db
Part = Section.Part
TUESDAY = dt.datetime(2026, 10, 6, 15, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture
def school():
    return people.make_school(people.make_system(), "Cypress Elementary")


@pytest.fixture
def facilitator(school):
    return people.make_coach(school, "Connie Contributor")


@pytest.fixture
def team(school, facilitator):
    members = [people.make_teacher(school), people.make_teacher(school)]
    return build.make_team(school.school_system, Team.Kind.TC, school, facilitator, members)


def test_a_meeting_has_its_five_parts_with_impact_first_and_the_teams_facilitator(
    team, facilitator
):
    meeting = plan_meeting(
        team,
        starts_at=TUESDAY,
        by=facilitator,
        focus="Fractions",
        sections={Part.LEARNING: "Read pages 4 to 6."},
        resources={Part.LEARNING: [("Unit 3 guide", "https://example.org/unit-3")]},
    )
    parts = list(meeting.sections.values_list("part", "plan"))
    assert parts == [
        ("impact", ""),
        ("purpose", ""),
        ("learning", "Read pages 4 to 6."),
        ("practice", ""),
        ("implementing", ""),
    ]
    resource = SectionResource.objects.get(section__meeting=meeting)
    assert (resource.section.part, resource.title) == ("learning", "Unit 3 guide")
    assert (meeting.facilitator, meeting.minutes, meeting.focus) == (facilitator, 60, "Fractions")


def test_impact_stands_last_where_the_school_system_says_so(team, facilitator):
    system = team.school_system
    SchoolSystem.objects.filter(pk=system.pk).update(impact_stands="last")
    facilitator.school_system.refresh_from_db()
    meeting = plan_meeting(team, starts_at=TUESDAY, by=facilitator)
    assert [section.part for section in meeting.sections.all()] == [
        *("purpose", "learning", "practice", "implementing", "impact")
    ]


def test_on_the_list_is_who_is_in_the_team_on_the_day_of_the_meeting(team, facilitator, school):
    gone, coming = people.make_teacher(school), people.make_teacher(school)
    build.add_member(team, gone, ends_on=TUESDAY.date())
    build.add_member(team, coming, starts_on=TUESDAY.date())
    meeting = plan_meeting(team, starts_at=TUESDAY, by=facilitator)
    there = set(meeting.attendances.values_list("user", flat=True))
    assert coming.pk in there
    assert gone.pk not in there
    assert len(there) == 4


def test_meetings_of_a_cycle_are_numbered_and_a_cancelled_one_has_no_number(
    team, facilitator, school
):
    goal = build.make_tree_goal(team.school_system, "strategic")
    first, second = (
        plan_meeting(team, starts_at=TUESDAY + dt.timedelta(weeks=n), by=facilitator, goal=goal)
        for n in range(2)
    )
    assert (first.number, second.number) == (1, 2)
    Meeting.objects.filter(pk=second.pk).update(state="cancelled", cancelled_because="Storm")
    later = TUESDAY + dt.timedelta(weeks=2)
    assert plan_meeting(team, starts_at=later, by=facilitator, goal=goal).number == 2


def test_a_team_meets_once_at_a_time(team, facilitator):
    plan_meeting(team, starts_at=TUESDAY, by=facilitator)
    with pytest.raises(IntegrityError, match="a_team_meets_once"), transaction.atomic():
        plan_meeting(team, starts_at=TUESDAY, by=facilitator)


def test_thirty_meetings_take_as_many_queries_as_one(team, facilitator):
    def queries(weeks):
        drafts = [MeetingDraft(team, TUESDAY + dt.timedelta(weeks=week)) for week in weeks]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            plan_all(drafts, by=facilitator)
        return len(statements(captured.captured_queries))

    assert (queries(range(1)), queries(range(1, 31))) == (4, 4)
    assert Attendance.objects.count() == 31 * 3
