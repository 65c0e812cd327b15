"""What the pages and saves of a plan ask of the database, however much it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.models import LookFor, Plan, ReflectionPrompt, Resource
from coaching.tests.test_plan_edit import (
    NOW,
    as_coach,
    as_teacher,
    fresh,
    plan,
    post_section,
    save,
    world,
)
from demo.builders import coaching as build
from demo.builders import people
from tests.statements import statements

__all__ = ["as_coach", "as_teacher", "plan", "world"]
pytestmark = pytest.mark.django_db


def add_rows(plan, count):
    """Look-fors, resources and prompts up to `count` of each."""
    step = plan.steps.get()
    for number in range(count):
        common = {"school_system_id": plan.school_system_id}
        LookFor.objects.create(step=step, audience="student", text=f"See {number}", **common)
        Resource.objects.create(step=step, title=f"Resource {number}", **common)
        ReflectionPrompt.objects.create(plan=plan, order=number, text=f"Why {number}?", **common)


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize(("name", "count"), [("plan_edit", 10), ("plan_detail", 11)])
def test_the_pages_of_a_draft_ask_the_same_number_of_queries(
    as_coach, plan, name, count, rows, django_assert_num_queries
):
    add_rows(plan, rows)
    with django_assert_num_queries(count):
        as_coach.get(reverse(f"coaching:{name}", args=[plan.pk]))


@pytest.mark.parametrize("rows", [5, 50])
def test_the_list_of_plans_asks_the_same_number_of_queries(
    client, world, rows, django_assert_num_queries
):
    for _ in range(rows):
        teacher = people.make_teacher(world.school)
        people.assign(teacher, world.owner)
        build.make_plan(teacher, world.owner, indicator=world.indicators["QU"])
    client.force_login(world.owner)
    with django_assert_num_queries(8):
        client.get(reverse("coaching:plan_list"))


@pytest.mark.parametrize("rows", [5, 50])
def test_autosave_takes_five_queries(as_coach, plan, rows):
    add_rows(plan, rows)
    step = plan.steps.get()
    with CaptureQueriesContext(connection) as queries:
        save(as_coach, plan, f"step-{step.pk}-activity", "Wait longer.", was=step.activity)
    assert fresh(step).activity == "Wait longer."
    assert len(statements(queries)) == 4


@pytest.mark.parametrize("rows", [5, 50])
def test_saving_a_section_by_hand_takes_five_queries(as_coach, plan, rows):
    add_rows(plan, rows)
    with CaptureQueriesContext(connection) as queries:
        post_section(as_coach, plan, "need", **{"plan-student_need": (plan.student_need, "New.")})
    assert fresh(plan).student_need == "New."
    assert len(statements(queries)) == 4


@pytest.mark.parametrize("steps", [5, 20])
def test_copying_a_plan_asks_the_same_number_of_queries(as_coach, world, plan, steps):
    for order in range(2, steps + 1):
        build.make_step(world.subject, world.owner, plan=plan, order=order)
    plan.cycle.closed_at = NOW
    plan.cycle.save()
    Plan.objects.filter(pk=plan.pk).update(
        status=Plan.Status.COMPLETED, agreed_at=NOW, completed_at=NOW
    )
    new = build.make_plan(world.subject, world.owner, is_full=False)
    with CaptureQueriesContext(connection) as queries:
        page = as_coach.post(reverse("coaching:plan_copy", args=[new.pk]), follow=False)
    assert page.status_code == 302
    assert new.steps.kept().count() == steps
    assert len(statements(queries)) == 16
