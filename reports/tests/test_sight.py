"""From any goal, plan or step the whole chain, as far as the reader may read each part."""

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.actions.signing import sign_plan
from coaching.models import Plan, PlanSnapshot
from coaching.pdf import plan_pdf
from coaching.plan_record import plan_record, with_record
from coaching.tests.test_leader_plans import page_count, words_of
from demo.builders import team as build
from goals.models import Goal
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _sight(person, name, row):
    return words(signed_in(person).get(reverse(f"reports:{name}_sight", args=[row.pk])))


def _served(world):
    """The subject's draft plan serves a goal of her collaboration team."""
    url = reverse("coaching:plan_serves", args=[world.draft_plan.pk])
    signed_in(world.subject).post(url, {"serves": world.tc_goal.pk})
    return Plan.objects.get(pk=world.draft_plan.pk)


def test_a_teacher_ties_her_plan_to_a_goal_and_sees_the_whole_chain(world):
    Goal.objects.filter(pk=world.strategic_goal.pk).update(statement="From the strategic plan.")
    plan = _served(world)
    assert plan.serves == world.tc_goal
    page = _sight(world.subject, "plan", plan)
    for text in ("From the strategic plan.", "System goal of the year", "Goal of a cycle of study"):
        assert text in page
    assert plan.steps.kept().first().activity in page


def test_a_step_shows_the_chain_of_its_plan_or_of_its_priority(world):
    plan = _served(world)
    assert "Goal of a cycle of study" in _sight(world.owner, "step", plan.steps.first())
    Goal.objects.filter(pk=world.school_tree_goal.pk).update(is_priority=True)
    step = world.shared_step
    assert "It is tied to no goal yet." in _sight(world.owner, "step", step)
    url = reverse("coaching:step_priority", args=[step.pk])
    signed_in(world.owner).post(url, {"priority": world.school_tree_goal.pk})
    step.refresh_from_db()
    assert step.priority == world.school_tree_goal
    assert world.school_tree_goal.statement in _sight(world.owner, "step", step)


def test_a_goal_shows_plans_and_steps_below_it_to_those_who_read_them_alone(world):
    plan = _served(world)
    activity = plan.steps.kept().first().activity
    pair = _sight(world.owner, "goal", world.system_goal)
    assert "Plan of Tess Arceneaux" in pair
    assert activity in pair
    for person in (world.peer, world.principal, world.district, world.other_principal):
        page = _sight(person, "goal", world.system_goal)
        assert "Plan of" not in page
        assert activity not in page
    page = _sight(world.other_principal, "goal", world.system_goal)
    assert "Grades 3–5" not in page


def test_only_goals_of_the_school_can_be_served(world):
    other = build.make_tree_goal(
        world.system, Goal.Level.SCHOOL, world.system_goal, world.other_school
    )
    url = reverse("coaching:plan_serves", args=[world.draft_plan.pk])
    client = signed_in(world.owner)
    for goal in (other, world.system_goal):
        assert client.post(url, {"serves": goal.pk}).status_code == 422
    Plan.objects.filter(pk=world.draft_plan.pk).update(serves=other)
    with pytest.raises(IntegrityError, match="of_its_school"):
        connection.check_constraints()


def test_a_new_goal_takes_back_the_signature_on_what_the_plan_said(world):
    plan = world.draft_plan
    sign_plan(plan, by=world.owner, version=plan.version, now=timezone.now())
    plan = _served(world)
    assert plan.status == Plan.Status.DRAFT
    assert not plan.signatures.filter(withdrawn_at=None).exists()


def _agreed(world):
    plan = _served(world)
    for person in (world.owner, world.subject):
        sign_plan(plan, by=person, version=plan.version, now=timezone.now())
    return with_record(Plan.objects.filter(pk=plan.pk)).get()


def test_an_agreed_plan_keeps_the_chain_as_it_was(world):
    plan = _agreed(world)
    Goal.objects.update(statement="Something else by now.")
    chain = plan_record(plan)["chain"]
    assert chain[0]["level"] == "Strategic plan"
    assert len(chain) == 5
    page = words(signed_in(world.subject).get(plan.get_absolute_url()))
    assert "The goals it serves" in page
    assert "Something else by now." not in page
    data = plan_pdf(plan, now=timezone.now())
    text = " ".join(words_of(data, number) for number in range(page_count(data)))
    assert "The goals it serves" in text
    assert "More students reach Mastery or above in math." in text


def test_a_plan_frozen_without_a_chain_still_shows(world):
    plan = _agreed(world)
    for snapshot in PlanSnapshot.objects.filter(plan=plan):
        snapshot.content.pop("chain")
        PlanSnapshot.objects.filter(pk=snapshot.pk).update(content=snapshot.content)
    page = signed_in(world.subject).get(plan.get_absolute_url())
    assert page.status_code == 200
    assert "The goals it serves" not in words(page)


@pytest.mark.parametrize("count", [1, 12])
def test_line_of_sight_takes_as_many_queries_for_one_goal_as_for_twelve(world, count):
    for _ in range(count):
        build.make_tree_goal(world.system, Goal.Level.SUBGOAL, world.school_tree_goal, world.school)
    plan, client = _served(world), signed_in(world.owner)
    asked = {}
    for name, row in (("goal", world.system_goal), ("plan", plan), ("step", plan.steps.first())):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"reports:{name}_sight", args=[row.pk]))
        asked[name] = len(queries)
    assert asked == {"goal": 10, "plan": 9, "step": 9}
