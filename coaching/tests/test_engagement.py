"""The engagement review: asked after visits away from the room, and never with a name."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coaching.models import FeedbackMeeting, Visit
from people.actions.feature import switch_off
from people.models import Feature, School
from tests.pages import form_with
from tests.world import World

pytestmark = pytest.mark.django_db
FOUR = "Four with the camera off, two who did not hand in."
CALL = "We write to the four families by Friday."


@pytest.fixture
def world():
    return World()


def online(visit):
    Visit.objects.filter(pk=visit.pk).update(mode=Visit.Mode.ASYNCHRONOUS)


def said(meeting):
    online(meeting.visit)
    rows = FeedbackMeeting.objects.filter(pk=meeting.pk)
    rows.update(not_engaged_count=6, not_engaged=FOUR, reach_out=CALL)


def switched_off(world):
    switch_off(Feature.ENGAGEMENT_REVIEW, School.objects.filter(pk=world.school.pk))


def page_of(name, pk):
    return reverse(f"coaching:feedback_{name}", args=[pk])


def save(client, visit, field, value):
    body = json.dumps({"field": field, "value": value, "was": ""})
    return client.post(page_of("save", visit.pk), body, content_type="application/json")


@pytest.mark.parametrize(
    ("mode", "is_on", "is_asked"),
    [
        ("in_person", True, False),
        ("synchronous", True, True),
        ("asynchronous", True, True),
        ("work_review", True, True),
        ("synchronous", False, False),
    ],
)
def test_it_is_asked_after_visits_away_from_the_room_where_the_school_has_it(
    client, world, mode, is_on, is_asked
):
    visit = world.draft_visit
    Visit.objects.filter(pk=visit.pk).update(mode=mode)
    if not is_on:
        switched_off(world)
    client.force_login(world.owner)
    page = client.get(page_of("edit", visit.pk)).content.decode()
    answer = save(client, visit, "reach_out", CALL)
    assert ("Student engagement" in page, answer.status_code) == (
        is_asked,
        200 if is_asked else 404,
    )


def test_each_part_saves_itself(client, world):
    visit = world.draft_visit
    online(visit)
    client.force_login(world.owner)
    parts = {"not_engaged_count": "6", "not_engaged": FOUR, "reach_out": CALL}
    answers = [save(client, visit, name, text).status_code for name, text in parts.items()]
    meeting = FeedbackMeeting.objects.get(visit=visit)
    kept = (meeting.not_engaged_count, meeting.not_engaged, meeting.reach_out)
    assert (answers, kept) == ([200] * 3, (6, FOUR, CALL))


def test_nobody_students_is_an_answer_too(client, world):
    visit = world.draft_visit
    online(visit)
    client.force_login(world.owner)
    save(client, visit, "not_engaged_count", "0")
    assert FeedbackMeeting.objects.get(visit=visit).not_engaged_count == 0


@pytest.mark.parametrize("field", ["not_engaged", "reach_out"])
def test_a_name_of_the_roster_is_refused_and_the_text_stays(client, world, field):
    meeting = world.draft_feedback
    online(meeting.visit)
    client.force_login(world.owner)
    text = f"Ask {world.peer.name} about it."
    alone = save(client, meeting.visit, field, text)
    url = page_of("edit", meeting.visit_id)
    form = form_with(client.get(url), field)
    whole = client.post(url, form | {field: text})
    assert (alone.status_code, whole.status_code) == (422, 422)
    assert text in whole.content.decode()
    assert "without names" in alone.content.decode()
    meeting.refresh_from_db()
    assert getattr(meeting, field) == ""


def test_the_teacher_reads_it_with_the_rest_and_not_where_it_is_off(client, world):
    meeting = world.shared_feedback
    said(meeting)
    client.force_login(world.subject)
    on = client.get(page_of("detail", meeting.pk)).content.decode()
    switched_off(world)
    off = client.get(page_of("detail", meeting.pk)).content.decode()
    assert [text in on for text in ("not engaged: 6", FOUR, CALL)] == [True] * 3
    assert [text in off for text in ("Student engagement", FOUR, CALL)] == [False] * 3


def test_what_it_said_before_a_change_is_kept(client, world):
    meeting = world.shared_feedback
    said(meeting)
    client.force_login(world.owner)
    url = page_of("edit", meeting.visit_id)
    client.post(url, form_with(client.get(url), "reach_out") | {"reach_out": "We call."})
    revision = meeting.revisions.get()
    assert (revision.content["reach_out"], revision.content["not_engaged_count"]) == (CALL, 6)
    page = client.get(page_of("versions", meeting.pk)).content.decode()
    assert CALL in page


@pytest.mark.parametrize("person", ["principal", "evaluator", "district", "admin", "contributor"])
def test_nobody_but_the_pair_finds_it(client, world, person):
    meeting = world.shared_feedback
    said(meeting)
    client.force_login(world.people[person])
    assert client.get(page_of("detail", meeting.pk)).status_code == 404


def test_more_students_than_a_school_are_no_class(client, world):
    visit = world.draft_visit
    online(visit)
    client.force_login(world.owner)
    assert save(client, visit, "not_engaged_count", "501").status_code == 422
    meeting = world.draft_feedback
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackMeeting.objects.filter(pk=meeting.pk).update(not_engaged_count=501)
