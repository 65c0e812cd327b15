import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def get(person):
    client = Client()
    client.force_login(person)
    return client.get(reverse("people:through_line"))


def names(context):
    return [(level, [person.name for person, _note in few]) for level, few in context["above"]]


def test_a_teacher_sees_the_chain_from_the_system_to_her_coach(world):
    assert names(get(world.subject).context) == [
        ("School system", [world.district.name]),
        ("Supervises and evaluates", [world.evaluator.name]),
        ("School", [world.principal.name]),
        ("Coach", [world.owner.name]),
    ]


def test_a_teacher_has_nobody_below(world):
    context = get(world.subject).context
    assert (context["schools"], context["coaches"], list(context["coached"])) == ([], [], [])


def test_a_principal_sees_the_coaches_of_the_school_and_who_has_none(world):
    context = get(world.principal).context
    assert context["coaches"] == [(world.owner, [world.subject])]
    assert list(context["without_coach"]) == [world.peer]


def test_a_principal_sees_no_other_school(world):
    context = get(world.other_principal).context
    assert (context["coaches"], list(context["without_coach"])) == ([], [])


def test_a_coach_sees_the_teachers_owned(world):
    assert [row.teacher for row in get(world.owner).context["coached"]] == [world.subject]
    assert list(get(world.contributor).context["coached"]) == []


def test_the_district_sees_every_school_with_its_leaders(world):
    schools = {school.name: school for school in get(world.district).context["schools"]}
    assert sorted(schools) == [world.school.name, world.other_school.name]
    here = schools[world.school.name]
    assert (here.leaders, here.coach_count, here.teacher_count) == ([world.principal], 3, 2)


def test_a_chain_that_ended_is_not_shown(world):
    world.owner.coach_assignments.update(ends_on=world.today)
    levels = [level for level, _few in names(get(world.subject).context)]
    assert "Coach" not in levels


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_as_many_queries_for_many_teachers(world, count):
    for number in range(count):
        teacher = people.make_teacher(world.school, f"Teacher {number}")
        people.assign(teacher, world.owner)
    client = Client()
    client.force_login(world.principal)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:through_line"))
    assert len(queries) == 10
