"""The real forms, when something comes between typing and saving: the text is still there."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from core.middleware import LAST_SEEN
from tests.hostile import normal
from tests.pages import action_with, form_with, typed_in, words
from tests.text_fields import DOORS
from tests.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "cypress-lantern-9"
REAL_FORMS = (
    "feedback",
    "goal of a plan",
    "steps of a plan",
    "reflection on a plan",
    "reflection on a step",
    "reply to feedback",
    "response to a plan",
    "details of a visit",
    "assignment",
    "launch meeting",
    "person",
)
# Where two may write at once: what one typed never replaces what the other typed meanwhile.
SHARED_FORMS = (
    "feedback",
    "goal of a plan",
    "steps of a plan",
    "details of a visit",
    "launch meeting",
)


@pytest.fixture
def world():
    return World()


def something(door):
    """A text of its own for each column of a form, with what would break if it were not escaped."""
    return {
        column: [f"{number}: she “waited” <b>5</b> s & O'Neal"]
        for number, column in enumerate(door.columns)
    }


def is_there(door, texts, there):
    typed = door.typed(texts)
    return {name: normal(there.get(name, "")) for name in typed} == {
        name: normal(text) for name, text in typed.items()
    }


def is_stored(door, texts):
    return {c: normal(door.stored(c)[0]) for c in texts} == {c: normal(texts[c][0]) for c in texts}


@pytest.mark.parametrize("name", REAL_FORMS)
def test_a_refused_text_takes_no_other_with_it(name, world):
    door = DOORS[name].open(world)
    texts = something(door)
    first = next(iter(texts))
    texts[first] = ["y" * 50_001]
    response = door.send(texts)
    assert response.status_code == 422
    assert is_there(door, texts, typed_in(response))


def test_a_wrong_date_takes_no_text_with_it(world):
    door = DOORS["feedback"].open(world)
    texts = something(door)
    door.form["check_back_on"] = "when I am back"
    response = door.send(texts)
    assert response.status_code == 422
    assert is_there(door, texts, typed_in(response))


def test_a_wrong_email_takes_no_name_with_it(world):
    door = DOORS["person"].open(world)
    door.form["email"] = "tess at school"
    response = door.send(texts := something(door))
    assert response.status_code == 422
    assert is_there(door, texts, typed_in(response))
    assert typed_in(response)["email"] == "tess at school"


@pytest.mark.parametrize("name", SHARED_FORMS)
def test_two_texts_for_one_field_are_both_on_the_page(name, world):
    door = DOORS[name].open(world)
    theirs = {}
    for number, column in enumerate(door.columns):
        label, field = column.rsplit(".", 1)
        row = door.columns[column][0][1]()
        theirs[column] = f"Theirs {number} <i>meanwhile</i>"
        apps.get_model(label).objects.filter(pk=row.pk).update(**{field: theirs[column]})
    response = door.send(texts := something(door))
    assert response.status_code == 409
    assert is_there(door, texts, typed_in(response))
    assert [text for text in theirs.values() if text not in words(response)] == []
    assert {column: door.stored(column)[0] for column in theirs} == theirs


@pytest.mark.parametrize("name", ["reflection on a plan", "reflection on a step"])
def test_two_tabs_of_one_reflection_are_both_on_the_page(name, world):
    door = DOORS[name].open(world)
    [column] = door.columns
    assert door.send({column: ["From the other tab <i>first</i>"]}).status_code == 302
    response = door.send(texts := something(door))
    assert response.status_code == 409
    assert is_there(door, texts, typed_in(response))
    assert "From the other tab <i>first</i>" in words(response)
    assert door.stored(column) == ["From the other tab <i>first</i>"]


@pytest.mark.parametrize("name", REAL_FORMS)
def test_a_form_whose_key_is_stale_comes_back_and_can_be_sent_again(name, world):
    door = DOORS[name].open(world)
    texts = something(door)
    door.client.handler.enforce_csrf_checks = True
    del door.form["csrfmiddlewaretoken"]
    response = door.send(texts)
    assert response.status_code == 403
    control = next(iter(door.typed(texts)))
    assert is_there(door, texts, typed_in(response))
    again = door.client.post(action_with(response, control), form_with(response, control))
    assert again.status_code == 302
    assert is_stored(door, texts)


@pytest.mark.parametrize("name", REAL_FORMS)
def test_what_was_typed_waits_for_the_sign_in(name, world):
    door = DOORS[name].open(world)
    texts = something(door)
    door.person.set_password(PASSWORD)
    door.person.save(update_fields=["password"])
    door.client.force_login(door.person)
    door.client.get("/help/")
    session = door.client.session
    session[LAST_SEEN] = (timezone.now() - dt.timedelta(minutes=90)).timestamp()
    session.save()

    asked = door.send(texts)
    assert asked.status_code == 302
    signed_in = door.client.post(
        reverse("account_login"),
        {"login": door.person.email, "password": PASSWORD, "next": reverse("send_again")},
    )
    assert signed_in.url == reverse("send_again")
    page = door.client.get(signed_in.url)
    control = next(iter(door.typed(texts)))
    assert is_there(door, texts, typed_in(page))
    again = door.client.post(action_with(page, control), form_with(page, control))
    assert again.status_code == 302
    assert is_stored(door, texts)
