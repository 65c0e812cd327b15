"""What is written about a plan: the teacher's own first, shared when she says so."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.actions.reflecting import save_reflection
from coaching.models import Plan, Reflection, Response, SelfCheck
from core.autosave import Change, Conflict
from demo.builders import coaching as build
from notices.models import Notice
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.agreed_plan()


@pytest.fixture
def as_teacher(client, world):
    client.force_login(world.subject)
    return client


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def autosave(client, plan, text, was=""):
    prompt = plan.prompts.get()
    body = {"field": f"prompt-{prompt.pk}-text", "value": text, "was": was}
    return client.post(
        url("plan_save_reflection", plan.pk), json.dumps(body), content_type="application/json"
    )


def page_of(client, world, person, plan):
    client.force_login(world.people[person])
    return client.get(plan.get_absolute_url()).content.decode()


def test_a_reflection_saves_itself_and_is_nobody_elses(as_teacher, world, plan):
    assert autosave(as_teacher, plan, "More hands are up.").status_code == 200
    assert Reflection.objects.get().text == "More hands are up."
    for name, user in world.people.items():
        found = Reflection.objects.visible_to(user).exists()
        assert found == (name == "subject"), name


def test_two_tabs_of_one_teacher_lose_nothing(as_teacher, plan):
    autosave(as_teacher, plan, "From the phone.")
    response = autosave(as_teacher, plan, "From the laptop.", was="")
    assert response.status_code == 409
    assert response.json()["theirs"] == "From the phone."
    assert Reflection.objects.get().text == "From the phone."


def test_a_reflection_is_saved_and_shared_without_javascript(as_teacher, world, plan):
    prompt = plan.prompts.get()
    data = {
        "prompt": f"prompt-{prompt.pk}",
        f"prompt-{prompt.pk}-text": "Six more students spoke.",
        f"initial-prompt-{prompt.pk}-text": "",
        "share": "yes",
    }
    as_teacher.post(url("plan_reflect", plan.pk), data)
    reflection = Reflection.objects.get()
    assert reflection.text == "Six more students spoke."
    assert reflection.shared_at is not None
    assert [(row.kind, row.to) for row in Notice.objects.all()] == [
        ("reflection_shared", world.owner)
    ]


def test_a_stale_reflection_shows_both_texts(as_teacher, plan):
    autosave(as_teacher, plan, "From the phone.")
    prompt = plan.prompts.get()
    data = {
        "prompt": f"prompt-{prompt.pk}",
        f"prompt-{prompt.pk}-text": "From the laptop.",
        f"initial-prompt-{prompt.pk}-text": "",
    }
    response = as_teacher.post(url("plan_reflect", plan.pk), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the phone." in page
    assert "From the laptop." in page


def test_an_empty_reflection_is_not_shared(as_teacher, plan):
    prompt = plan.prompts.get()
    data = {"prompt": f"prompt-{prompt.pk}", "share": "yes"}
    page = as_teacher.post(url("plan_reflect", plan.pk), data, follow=True).content.decode()
    assert "Write your reflection before you share it." in page
    assert not Reflection.objects.filter(shared_at__isnull=False).exists()


def test_the_coach_reads_a_shared_reflection_and_the_principal_does_not(client, world, plan):
    build.make_reflection(plan, shared_at=timezone.now(), text="Six more students spoke.")
    assert "Six more students spoke." in page_of(client, world, "owner", plan)
    assert "Six more students spoke." not in page_of(client, world, "principal", plan)


def test_what_is_taken_back_is_the_teachers_alone_again(as_teacher, world, plan):
    reflection = build.make_reflection(plan, shared_at=timezone.now(), is_in_record=True)
    as_teacher.post(url("plan_unshare_reflection", plan.pk, reflection.pk))
    reflection.refresh_from_db()
    assert (reflection.shared_at, reflection.is_in_record) == (None, False)
    assert not Reflection.objects.visible_to(world.owner).exists()


def test_one_reflection_joins_the_plan_of_record_in_place_of_another(client, world, plan):
    first = build.make_reflection(plan, text="The first one.")
    other = plan.prompts.create(school_system=plan.school_system, order=9, text="What else?")
    second = build.make_reflection(plan, prompt=other, text="The second one.")
    client.force_login(world.subject)
    for reflection in (first, second):
        client.post(url("plan_record_reflection", plan.pk, reflection.pk), {"add": "yes"})
    page = page_of(client, world, "principal", plan)
    assert "The second one." in page
    assert "The first one." not in page


def test_the_coach_asks_for_a_reflection_once_a_day(client, world, plan):
    client.force_login(world.owner)
    for _ in range(2):
        client.post(url("plan_ask_reflection", plan.pk))
    assert [(row.kind, row.to) for row in Notice.objects.all()] == [
        ("reflection_asked", world.subject)
    ]


def test_the_teachers_response_travels_with_every_copy(client, world, plan):
    client.force_login(world.subject)
    client.post(url("plan_answer", plan.pk), {"text": "We wrote this <b>together</b>."})
    for person in ("owner", "contributor", "principal", "evaluator", "district"):
        page = page_of(client, world, person, plan)
        assert "We wrote this &lt;b&gt;together&lt;/b&gt;." in page, person
    assert [(row.kind, row.to) for row in Notice.objects.all()] == [("plan_answered", world.owner)]


def test_an_empty_response_is_refused_in_words(as_teacher, plan):
    response = as_teacher.post(url("plan_answer", plan.pk), {"text": "   "})
    assert response.status_code == 422
    assert "Enter your response" in response.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize(("days", "answer"), [(29, 302), (31, 403)])
def test_a_response_changes_for_30_days(as_teacher, plan, days, answer):
    as_teacher.post(url("plan_answer", plan.pk), {"text": "First."})
    written = timezone.now() - dt.timedelta(days=days)
    Response.objects.update(created_at=written)
    response = as_teacher.post(url("plan_answer", plan.pk), {"text": "Second."})
    assert response.status_code == answer
    assert Response.objects.get().text == ("Second." if answer == 302 else "First.")


def test_the_self_check_is_asked_of_both_and_printed_nowhere(client, world):
    plan = world.draft_plan
    answers = {"is_aligned": "yes", "is_manageable": "partly", "shows_progress": "not_yet"}
    for person in ("subject", "owner"):
        client.force_login(world.people[person])
        client.post(url("plan_self_check", plan.pk), answers)
    assert SelfCheck.objects.filter(plan=plan).count() == 2
    page = client.get(url("plan_self_check", plan.pk)).content.decode()
    assert "What <bdi>Tess Arceneaux</bdi> answered" in page
    record = page_of(client, world, "owner", plan)
    assert "Not yet" not in record
    assert "Partly" not in record


def test_a_plan_without_prompts_says_where_they_come_from(as_teacher, plan):
    plan.prompts.update(removed_at=timezone.now())
    page = as_teacher.get(url("plan_reflect", plan.pk)).content.decode()
    assert "No prompts yet" in page
    assert Plan.objects.get().get_absolute_url() in page


def test_two_tabs_that_begin_a_reflection_make_one_and_lose_no_text(world):
    plan = world.agreed_plan()
    prompt = plan.prompts.first()
    now = timezone.now()

    def begin(text):
        change = Change("text", text, "")
        return save_reflection(plan, prompt, change, written=None, now=now)

    assert begin("From the first tab").text == "From the first tab"
    with pytest.raises(Conflict) as refused:
        begin("From the second tab")
    assert refused.value.theirs == "From the first tab"
    assert Reflection.objects.filter(prompt=prompt).count() == 1
