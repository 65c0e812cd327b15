"""Student learning targets: beside the plan, the pair's, and in nothing that is printed of it."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coaching.models import LearningTargets
from coaching.plan_record import plan_record
from tests.pages import form_with
from tests.world import World

pytestmark = pytest.mark.django_db
TARGET = "20 of 24 students explain their claim by May."


@pytest.fixture
def world():
    return World()


def page(world):
    return reverse("coaching:learning_targets", args=[world.draft_plan.pk])


def save(client, world, field, value, was=""):
    url = reverse("coaching:learning_targets_save", args=[world.draft_plan.pk])
    body = json.dumps({"field": field, "value": value, "was": was})
    return client.post(url, body, content_type="application/json")


def test_opening_the_page_makes_nothing(client, world):
    client.force_login(world.subject)
    assert client.get(page(world)).status_code == 200
    assert LearningTargets.objects.count() == 0


@pytest.mark.parametrize("person", ["subject", "owner"])
def test_either_writes_and_the_other_reads(client, world, person):
    client.force_login(world.people[person])
    assert save(client, world, "first", TARGET).status_code == 200
    client.force_login(world.people[{"subject": "owner", "owner": "subject"}[person]])
    assert TARGET in client.get(page(world)).content.decode()


def test_two_texts_for_one_target_are_both_kept(client, world):
    client.force_login(world.subject)
    save(client, world, "first", TARGET)
    client.force_login(world.owner)
    answer = save(client, world, "first", "Something else.")
    assert answer.status_code == 409
    assert LearningTargets.objects.get().first == TARGET


def test_without_javascript_the_button_saves_all(client, world):
    client.force_login(world.subject)
    form = form_with(client.get(page(world)), "first")
    texts = {"first": TARGET, "second": "All read a chart.", "reflection": "21 did."}
    assert client.post(page(world), form | texts).status_code == 302
    row = LearningTargets.objects.get()
    assert {name: getattr(row, name) for name in texts} == texts


def test_after_a_hand_over_only_the_teacher_reads_them(client, world):
    client.force_login(world.subject)
    save(client, world, "first", TARGET)
    world.handed_over()
    answers = {}
    for person in ("subject", "owner", "former", "contributor", "principal"):
        client.force_login(world.people[person])
        answers[person] = client.get(page(world)).status_code
    assert answers == dict.fromkeys(answers, 404) | {"subject": 200}


def test_they_are_no_part_of_the_plan_of_record(client, world):
    client.force_login(world.subject)
    save(client, world, "first", TARGET)
    assert TARGET not in json.dumps(plan_record(world.draft_plan), default=str)
    assert TARGET not in client.get(world.draft_plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "status"),
    [("https://example.org/slt/4", 200), ("javascript:alert(1)", 422), ("a folder", 422)],
)
def test_where_targets_are_kept_is_a_link_or_is_refused(client, world, typed, status):
    client.force_login(world.subject)
    assert save(client, world, "kept_at", typed).status_code == status
    kept = LearningTargets.objects.values_list("kept_at", flat=True).get()
    assert kept == (typed if status == 200 else "")


def test_no_other_address_gets_into_the_row(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningTargets.objects.create(
            school_system=world.system, plan=world.draft_plan, kept_at="javascript:alert(1)"
        )
