"""Who changed roles, the register and the policies: shown to those who may know it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import EvaluatorAssignment
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def page(client, person, name, *args):
    client.force_login(person)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(f"people:{name}", args=args))
    return " ".join(words(response).split()), len(queries)


def test_a_changed_role_says_by_whom_and_from_what_to_what(client, world):
    held = world.subject.memberships.get()
    client.force_login(world.admin)
    form = client.get(reverse("people:membership_edit", args=[held.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "Lead teacher"}
    assert client.post(reverse("people:membership_edit", args=[held.pk]), data).status_code == 302
    text, queries = page(client, world.subject, "role_changes", world.subject.pk)
    assert f"Changed by {world.admin.name}" in text
    assert "became→ Lead teacher" in text
    assert world.school.name in text
    assert queries == 8


def test_a_line_of_the_register_shows_its_changes_to_the_teacher(client, world):
    line = EvaluatorAssignment.objects.get(teacher=world.subject)
    client.force_login(world.district)
    client.post(reverse("people:evaluator_end", args=[line.pk]))
    text, queries = page(client, world.subject, "evaluator_changes", line.pk)
    assert f"Changed by {world.district.name}" in text
    assert queries == 8


def test_a_policy_shows_what_it_was(client, world):
    client.force_login(world.admin)
    form = client.get(reverse("people:system_edit")).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    was = world.system.visit_cadence_days
    data["visit_cadence_days"] = was + 3
    assert client.post(reverse("people:system_edit"), data).status_code == 302
    text, queries = page(client, world.district, "system_changes")
    assert f"{was} became→ {was + 3}" in text
    assert queries == 7
