"""Starting a plan: from a feedback meeting, from a teacher's page, or as the teacher."""

import datetime as dt

import pytest
from django.urls import reverse

from coaching.actions import plan as actions
from coaching.models import ActionStep, Cycle, Plan
from coaching.tests.test_plan_edit import as_coach, as_teacher, missing, plan, world
from demo.builders import people

__all__ = ["as_coach", "as_teacher", "plan", "world"]
pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 10, 5, 15, 0, tzinfo=dt.UTC)


def test_a_plan_from_a_feedback_meeting_takes_its_step_its_goal_and_its_area(as_coach, world):
    meeting = world.shared_feedback
    meeting.area_of_need = world.indicators["QU"]
    meeting.save()
    url = reverse("coaching:plan_start")
    response = as_coach.post(url, {"teacher": world.subject.pk, "feedback": meeting.pk})
    plan = Plan.objects.get()
    assert response.url == reverse("coaching:plan_edit", args=[plan.pk])
    assert plan.cycle.refinement_indicator == world.indicators["QU"]
    assert plan.cycle.came_from == meeting
    assert list(plan.steps.all()) == [meeting.step]
    assert (plan.goal, plan.student_need) == (meeting.goal, "")
    assert plan.school_year == world.year


def test_a_plan_from_feedback_needs_at_most_eight_fields_to_be_agreeable(world):
    meeting = world.shared_feedback
    meeting.area_of_need = world.indicators["QU"]
    meeting.step.look_fors.all().delete()
    plan = actions.start_plan(world.subject, by=world.owner, now=NOW, feedback=meeting)
    assert missing(plan) == [
        "Say what students need",
        "Say how the goal is measured",
        "Enter the target, like 20 of 24",
        "Step 1: write a teacher look-for",
        "Write a student look-for",
    ]


def test_dates_of_a_new_plan_fall_on_school_days(world):
    plan = actions.start_plan(world.subject, by=world.owner, now=NOW)
    step = plan.steps.get()
    for day in (plan.goal_due_on, plan.next_observation_on, step.due_on):
        assert day.weekday() < 5
    assert step.due_on < plan.goal_due_on < plan.next_observation_on


def test_a_teacher_starts_a_plan_with_her_owner_coach(as_teacher, world):
    as_teacher.post(reverse("coaching:plan_start"), {"teacher": world.subject.pk})
    plan = Plan.objects.get()
    assert (plan.teacher, plan.coach) == (world.subject, world.owner)
    assert [prompt.order for prompt in plan.prompts.all()] == [1, 2]


def test_a_second_open_cycle_is_refused_in_clear_words(as_coach, world, plan):
    response = as_coach.post(reverse("coaching:plan_start"), {"teacher": world.subject.pk})
    assert response.status_code == 422
    assert "This teacher already has an open coaching cycle." in response.content.decode()
    assert plan.get_absolute_url() in response.content.decode()
    assert Cycle.objects.count() == 1


def test_a_teacher_without_a_coach_is_told_whom_to_ask(client, world):
    client.force_login(world.peer)
    response = client.post(reverse("coaching:plan_start"), {"teacher": world.peer.pk})
    assert response.status_code == 422
    assert "You need a coach before you start a plan." in response.content.decode()


def test_a_step_that_another_plan_holds_is_copied(world, plan):
    meeting = world.shared_feedback
    ActionStep.objects.filter(pk=meeting.step_id).update(plan=plan)
    meeting.step.refresh_from_db()
    plan.cycle.closed_at = NOW
    plan.cycle.save()
    new = actions.start_plan(world.subject, by=world.owner, now=NOW, feedback=meeting)
    copy = new.steps.get()
    assert copy.pk != meeting.step_id
    assert copy.activity == meeting.step.activity
    assert copy.look_fors.count() == meeting.step.look_fors.count()


def test_a_coach_of_nobody_is_told_who_assigns_teachers(client, world):
    client.force_login(people.make_coach(world.school))
    page = client.get(reverse("coaching:plan_start")).content.decode()
    assert "Nobody to write a plan with yet" in page
    assert "Start the plan" not in page
