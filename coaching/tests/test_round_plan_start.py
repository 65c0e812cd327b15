"""The coaching plan that begins with the refinement area of a post-conference."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from coaching.models import Cycle, ObservationArea, ObservationRound, Plan
from demo.builders import coaching as build
from demo.builders import people
from demo.builders.observation import make_area, make_round
from tests.world import World

pytestmark = pytest.mark.django_db
BUTTON = "Start the coaching plan on this area"


@pytest.fixture
def world():
    return World()


def start(client, person, row):
    client.force_login(person)
    return client.post(reverse("coaching:round_plan_start", args=[row.pk]))


def page_of(client, person, row):
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


def came_from(plan, row):
    """Say so, and let the database look at once."""
    Cycle.objects.filter(pk=plan.cycle_id).update(came_from_round=row)
    connection.check_constraints()


@pytest.mark.parametrize("who", ["owner", "subject"])
def test_the_plan_begins_with_the_area_and_says_where_it_came_from(client, world, who):
    row = world.open_round
    response = start(client, world.people[who], row)
    plan = Plan.objects.get()
    assert response.url == reverse("coaching:plan_edit", args=[plan.pk])
    assert (plan.teacher, plan.coach) == (world.subject, world.owner)
    assert plan.cycle.came_from_round == row
    assert plan.cycle.refinement_indicator == world.indicators["QU"]
    assert plan.cycle.refinement_descriptor == "Questions that ask for reasons."
    page = client.get(plan.get_absolute_url()).content.decode()
    assert f'<a href="{row.get_absolute_url()}">the post-conference' in page


def test_the_round_links_the_plan_for_those_who_read_it(client, world):
    row = world.open_round
    assert BUTTON in page_of(client, world.owner, row)
    start(client, world.owner, row)
    link = Plan.objects.get().get_absolute_url()
    found = {
        name: link in page_of(client, world.people[name], row)
        for name in ("subject", "owner", "contributor", "principal", "evaluator")
    }
    assert found == {
        "subject": True,
        "owner": True,
        "contributor": False,
        "principal": False,
        "evaluator": False,
    }
    assert BUTTON not in page_of(client, world.owner, row)


def test_an_open_plan_is_said_and_linked_and_no_second_one_begins(client, world):
    row, plan = world.open_round, world.draft_plan
    page = page_of(client, world.owner, row)
    assert BUTTON not in page
    assert plan.get_absolute_url() in page
    response = start(client, world.owner, row)
    assert response.status_code == 409
    assert "This teacher already has an open coaching cycle." in response.content.decode()
    assert Plan.objects.get() == plan


def test_without_a_refinement_area_it_is_said_what_to_do(client, world):
    row = world.open_round
    ObservationArea.objects.filter(round=row, kind="refinement").delete()
    assert BUTTON not in page_of(client, world.owner, row)
    response = start(client, world.owner, row)
    assert response.status_code == 409
    assert "Enter the refinement area" in response.content.decode()
    assert not Plan.objects.exists()


def test_a_closed_round_starts_no_plan(client, world):
    row = world.open_round
    ObservationRound.objects.filter(pk=row.pk).update(
        closed_at=world.yesterday, closed_by=world.evaluator
    )
    assert start(client, world.owner, row).status_code == 403
    assert BUTTON not in page_of(client, world.owner, row)


def test_a_leaders_round_begins_no_teachers_plan(client, world):
    world.coach_the_principal()
    row = make_round(world.principal, world.year, world.evaluator, school=world.school)
    make_area(row, "refinement", world.indicators["QU"], world.evaluator)
    assert BUTTON not in page_of(client, world.evaluator, row)
    response = start(client, world.evaluator, row)
    assert response.status_code == 409
    assert "does not teach at a school today" in response.content.decode()


def test_a_cycle_comes_from_a_round_of_its_own_teacher(world):
    other = people.make_teacher(world.school, "Otto Other")
    row = make_round(other, world.year, world.evaluator)
    plan = build.make_plan(world.subject, world.owner)
    with pytest.raises(IntegrityError, match="a_round_of_its_teacher"), transaction.atomic():
        came_from(plan, row)


def test_a_cycle_comes_from_feedback_or_from_a_post_conference(world):
    plan = world.draft_plan
    with pytest.raises(IntegrityError, match="comes_from_one_meeting"), transaction.atomic():
        Cycle.objects.filter(pk=plan.cycle_id).update(
            came_from_round=world.open_round, came_from=world.shared_feedback
        )
