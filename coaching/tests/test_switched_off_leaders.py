"""What hangs on a leader's plan goes along where such plans are switched off."""

import pytest
from django.urls import reverse

from coaching.models import ActionStep, FeedbackMeeting, Reflection, Visit
from demo.builders import coaching as build
from people.actions.feature import switch_off, switch_on
from people.models import Feature, School
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
LEADERS = Feature.LEADERS_PLANS


@pytest.fixture
def world(settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "files"
    settings.ARTIFACT_DIR.mkdir()
    return World()


def off(world):
    switch_off(LEADERS, School.objects.filter(school_system=world.system))


def on(world):
    switch_on(LEADERS, School.objects.filter(school_system=world.system), today=world.today)


@pytest.mark.parametrize("place", ["step", "plan"])
@pytest.mark.parametrize("person", ["principal", "evaluator"])
def test_files_of_a_leaders_plan_show_in_no_list_while_it_is_off(client, world, person, place):
    plan = world.agreed_leader_plan
    where = plan.steps.first() if place == "step" else plan
    file = build.make_artifact(where, label="A page of the agenda")
    client.force_login(world.people[person])
    pages = [reverse("coaching:artifact_list"), file.get_absolute_url()]
    seen = [["agenda" in words(client.get(page)) for page in pages]]
    for switch in (off, on):
        switch(world)
        seen.append(["agenda" in words(client.get(page)) for page in pages])
    assert seen == [[True, True], [False, False], [True, True]]


def given_feedback(world):
    """Feedback the principal has, whose step has become part of her plan."""
    step = world.agreed_leader_plan.steps.first()
    began = world.days_ago(3)
    visit = Visit.objects.create(
        school_system=world.system,
        teacher=world.principal,
        coach=world.evaluator,
        school=world.school,
        started_at=began,
        ended_at=began,
    )
    meeting = build.make_feedback(visit)
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(step=step, shared_at=began)
    return meeting, step


def test_a_step_that_came_from_feedback_keeps_its_file(client, world):
    _meeting, step = given_feedback(world)
    build.make_artifact(step, label="A page of the agenda")
    off(world)
    client.force_login(world.evaluator)
    assert "agenda" in words(client.get(reverse("coaching:artifact_list")))


def test_feedback_leads_to_no_plan_that_is_switched_off(client, world):
    meeting, step = given_feedback(world)
    client.force_login(world.evaluator)
    page = reverse("coaching:feedback_edit", args=[meeting.visit_id])
    before = client.get(page)
    off(world)
    after = client.get(page)
    link = step.plan.get_absolute_url()
    assert [link in answer.content.decode() for answer in (before, after)] == [True, False]
    assert "it cannot be changed now" in words(after)


def test_a_reflection_on_a_step_goes_along(world):
    step = world.agreed_leader_plan.steps.first()
    Reflection.objects.create(
        school_system=world.system, step=step, author=world.principal, text="It worked."
    )
    counts = [Reflection.objects.visible_to(world.principal).count()]
    off(world)
    counts += [Reflection.objects.visible_to(world.principal).count()]
    assert counts == [1, 0]
    assert ActionStep.objects.filter(pk=step.pk).exists()
