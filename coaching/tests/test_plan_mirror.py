"""What an empty or half-written plan still needs before it can be signed."""

import datetime as dt

import pytest
from django.urls import reverse

from coaching.actions import plan as actions
from coaching.models import (
    Plan,
)
from coaching.plan_mirror import gaps
from coaching.plan_parts import Parts
from coaching.tests.test_plan_edit import (
    NOW,
    as_coach,
    as_teacher,
    missing,
    plan,
    world,
)
from demo.builders import coaching as build

__all__ = ["as_coach", "as_teacher", "plan", "world"]
pytestmark = pytest.mark.django_db


def test_an_empty_plan_lists_exactly_what_agreeing_needs(world):
    plan = build.make_plan(world.subject, world.owner, is_full=False)
    assert missing(plan) == [
        "Say what students need",
        "Choose one refinement area",
        "Write the goal",
        "Say how the goal is measured",
        "Enter the target, like 20 of 24",
        "This goal has no date: enter the date of the goal",
        "Enter when the next observation is expected by",
        "Add the first action step",
        "Write a student look-for",
    ]


def test_a_full_plan_misses_nothing(plan):
    assert missing(plan) == []


@pytest.mark.parametrize("days", [0, 1])
def test_a_step_due_on_or_after_the_next_observation_is_named(plan, days):
    due_on = plan.next_observation_on + dt.timedelta(days=days)
    plan.steps.update(due_on=due_on)
    assert missing(plan) == ["Step 1: choose a due date before the next observation"]


def test_each_step_needs_its_own_teacher_look_for(world, plan):
    step = build.make_step(world.subject, world.owner, plan=plan, order=2, due_on=plan.goal_due_on)
    step.look_fors.filter(audience="teacher").update(text="  ")
    assert missing(plan) == ["Step 2: write a teacher look-for"]


def test_what_is_missing_links_to_a_control_of_the_editor(as_coach, world):
    plan = actions.start_plan(world.subject, by=world.owner, now=NOW)
    page = as_coach.get(reverse("coaching:plan_edit", args=[plan.pk])).content.decode()
    targets = [gap.target for gap in gaps(Parts.of(plan))]
    assert len(targets) == 8
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_the_task_list_says_how_far_each_section_is(as_coach, plan):
    Plan.objects.filter(pk=plan.pk).update(target="")
    plan.steps.update(activity="", teacher_does="")
    response = as_coach.get(reverse("coaching:plan_tasks", args=[plan.pk]))
    statuses = {task.section: task.status for task in response.context["tasks"]}
    assert statuses == {
        "need": "Completed",
        "goal": "In progress",
        "steps": "Not started",
        "look-fors": "Completed",
        "resources": "Completed",
        "prompts": "Completed",
        "self-check": "Not started",
    }
