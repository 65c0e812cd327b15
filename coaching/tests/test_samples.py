"""Sample plans are whole, and a plan that begins as one is a draft like any other."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.actions.sample import start_from_sample
from coaching.models import ActionStep, Cycle, Indicator, LookFor, Plan
from coaching.samples import BY_SLUG, SAMPLES
from coaching.tests.test_plan_edit import missing
from tests.world import World

pytestmark = pytest.mark.django_db
ELA = BY_SLUG["ela-evidence-in-discussion"]


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def start(world, sample=ELA, by=None):
    url = reverse("coaching:sample_start", args=[sample.slug])
    return signed_in(by or world.owner).post(url, {"teacher": world.subject.pk})


def test_there_are_six_samples_one_of_them_of_a_leader():
    assert len(SAMPLES) == len(BY_SLUG) == 6
    assert [sample.slug for sample in SAMPLES if "Principal" in sample.setting] == [
        "school-leader-feedback-that-changes-practice"
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_a_plan_from_a_sample_lacks_only_what_is_true_of_one_class(world, sample):
    plan = start_from_sample(sample, world.subject, by=world.owner, now=timezone.now())
    assert missing(Plan.objects.get(pk=plan.pk)) == [
        "Say what students need",
        "Enter the target, like 20 of 24",
    ]


def test_a_sample_brings_its_steps_look_fors_resources_and_prompts(world):
    answer = start(world)
    plan = Plan.objects.get()
    assert answer.url == reverse("coaching:plan_edit", args=[plan.pk])
    steps = list(plan.steps.kept())
    assert [step.activity for step in steps] == [step.activity for step in ELA.steps]
    assert [step.support for step in steps] == [step.support for step in ELA.steps]
    texts = LookFor.objects.kept().filter(step=steps[0], audience="teacher")
    assert [row.text for row in texts.order_by("order")] == list(ELA.steps[0].teacher_look_fors)
    assert [row.title for row in steps[0].resources.all()] == list(ELA.steps[0].resources)
    assert [row.text for row in plan.prompts.all()] == list(ELA.prompts)
    assert (plan.goal, plan.measure) == (ELA.goal, ELA.measure)
    assert (plan.student_need, plan.baseline, plan.target) == ("", "", "")
    assert plan.cycle.refinement_indicator == world.indicators["QU"]


def test_every_step_is_due_before_the_next_observation(world):
    start(world)
    plan = Plan.objects.get()
    days = [step.due_on for step in plan.steps.kept()]
    assert days == sorted(days)
    assert world.today < days[0]
    assert days[-1] < plan.next_observation_on


def test_where_the_rubric_has_no_such_indicator_the_area_stays_open(world):
    Indicator.objects.filter(school_system=world.system, code="QU").update(code="Q1")
    start(world)
    cycle = Cycle.objects.get()
    assert (cycle.refinement_indicator, cycle.refinement_descriptor) == (None, "")


def test_a_second_open_plan_is_refused_and_nothing_is_written(world):
    start(world)
    answer = start(world)
    assert answer.status_code == 422
    assert "already has an open coaching cycle" in answer.content.decode()
    assert Plan.objects.count() == 1
    assert ActionStep.objects.kept().count() == len(ELA.steps)


def test_the_page_asks_the_three_questions_of_the_self_check(world):
    page = signed_in(world.subject).get(reverse("coaching:sample_detail", args=[ELA.slug]))
    questions = [words for words, _notice in page.context["questions"]]
    assert questions[2] == "Do the look-fors show the teacher that there is progress?"
    assert ELA.shows_progress[:40] in page.content.decode()


def test_an_unknown_sample_is_not_there(world):
    url = reverse("coaching:sample_detail", args=["no-such-plan"])
    assert signed_in(world.owner).get(url).status_code == 404


def test_the_pages_take_few_queries(world):
    client = signed_in(world.owner)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("coaching:sample_list"))
        client.get(reverse("coaching:sample_detail", args=[ELA.slug]))
    assert len(queries) == 8
