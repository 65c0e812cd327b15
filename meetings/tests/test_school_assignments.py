"""What the system's leadership team gave to do, for the school it concerns (permissions R33)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from demo.builders import team as build
from meetings.models import Assignment, AssignmentReport
from meetings.tests.test_meetings import signed_in
from people.models import Membership, Team
from tests.pages import words
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = reverse("meetings:school_assignments")
Role = Membership.Role


@pytest.fixture
def world():
    return World()


@pytest.fixture
def held(world):
    """A meeting of the system's leadership team of three days ago, with a principal in the team."""
    build.add_member(world.system_ilt, world.other_principal)
    return build.make_meeting(world.system_ilt, world.days_ago(3), state="held")


def texts(user):
    rows = Assignment.objects.visible_to(user).order_by("text")
    return list(rows.values_list("text", flat=True))


def test_a_school_reads_what_names_it_and_what_its_own_people_do(world, held):
    assert world.school_ilt
    assistant = people.make_principal(world.other_school, "Ann Assistant")
    build.make_assignment(held, world.district, text="A", school=world.school)
    build.make_assignment(held, world.other_principal, text="B")
    build.make_assignment(held, world.district, text="C")
    build.make_assignment(held, text="D")
    assert texts(world.principal) == ["A"]
    assert texts(world.contributor) == []  # of the school's leadership team
    assert texts(assistant) == ["B"]
    assert texts(world.district) == ["A", "B", "C", "D"]
    assert texts(world.peer) == texts(world.other_system) == []


def test_a_named_school_comes_before_the_one_where_the_person_works(world, held):
    assistant = people.make_principal(world.other_school, "Ann Assistant")
    build.make_assignment(held, world.other_principal, text="A", school=world.school)
    assert (texts(world.principal), texts(assistant)) == (["A"], [])


def test_what_concerned_a_school_stays_there_when_the_person_moves(world, held):
    assistant = people.make_principal(world.other_school, "Ann Assistant")
    build.make_assignment(held, world.other_principal, text="A")
    world.other_principal.memberships.update(ends_on=world.today - dt.timedelta(days=1))
    people.give_role(world.other_principal, Role.SCHOOL_LEADER, world.school, starts_on=world.today)
    assert (texts(world.principal), texts(assistant)) == ([], ["A"])


def test_nothing_shows_before_the_meeting_is_held_or_once_it_is_taken_off(world, held):
    planned = build.make_meeting(world.system_ilt, world.days_ago(-3))
    build.make_assignment(planned, text="A", school=world.school)
    off = build.make_assignment(held, text="B", school=world.school, removed_at=world.yesterday)
    assert texts(world.principal) == []
    Assignment.objects.filter(pk=off.pk).update(removed_at=None)
    assert texts(world.principal) == ["B"]


def test_a_school_of_another_teams_assignment_opens_nothing(world):
    team = build.make_team(world.system, Team.Kind.NETWORK, None, world.district)
    meeting = build.make_meeting(team, world.days_ago(3), state="held")
    build.make_assignment(meeting, text="A", school=world.school)
    assert texts(world.principal) == []


def test_a_key_message_concerns_no_single_school(world, held):
    with pytest.raises(IntegrityError):
        build.make_assignment(held, kind="key_message", school=world.school)


def test_the_page_says_what_came_of_it_and_the_meeting_stays_shut(world, held):
    one = build.make_assignment(held, world.district, text="Visit grade 4.", school=world.school)
    build.report_on(one, world.district, world.yesterday, evidence="Four rooms seen.")
    client = signed_in(world.principal)
    page = words(client.get(PAGE))
    assert "Visit grade 4." in page
    assert "Four rooms seen." in page
    assert client.get(held.get_absolute_url()).status_code == 404
    assert AssignmentReport.objects.visible_to(world.principal).count() == 1


def test_principals_find_the_page_from_their_school_and_from_teams(world):
    client = signed_in(world.principal)
    for name in ("reports:school", "meetings:team_list"):
        assert f'href="{PAGE}"' in client.get(reverse(name)).content.decode()


def test_the_form_asks_for_the_school_in_the_systems_team_alone(world, held):
    url = reverse("meetings:assignment_add", args=[held.pk])
    data = {"text": "Visit grade 4.", "school": str(world.school.pk)}
    assert signed_in(world.district).post(url, data).status_code == 302
    assert held.assignments.get().school == world.school
    url = reverse("meetings:assignment_add", args=[world.tc_held.pk])
    page = signed_in(world.contributor).get(url).content.decode()
    assert 'name="school"' not in page


def test_the_page_asks_as_much_for_many_as_for_few(world, held):
    def count():
        client = signed_in(world.principal)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(statements(asked))

    for number in range(5):
        one = build.make_assignment(held, text=f"{number}", school=world.school)
        build.report_on(one, world.district, world.yesterday)
    few = count()
    for number in range(45):
        build.make_assignment(held, text=f"{number}", school=world.school)
    assert (few, count()) == (8, 8)
