"""Insight notes go up, and an answer comes back; teacher leaders have a page."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from ilt.models import Insight, TeacherLeader
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = World()
    assert world.school_ilt
    assert world.system_ilt
    return world


def tell(world, author, text="No common planning on Fridays."):
    return Insight.objects.create(
        school_system=world.system, school=world.school, author=author, about="time", text=text
    )


def name_leader(world, user, **fields):
    content = {"kind": "mentor", "starts_on": "2026-08-06", "release_minutes": 50}
    return TeacherLeader.objects.create(
        school_system=world.system, school=world.school, user=user, **(content | fields)
    )


def post(client, person, name, data, *args):
    client.force_login(person)
    return client.post(reverse(name, args=args), data)


def test_a_named_teacher_leader_may_tell_what_she_sees(client, world):
    data = {"about": "time", "text": "No common planning."}
    assert post(client, world.subject, "ilt:insight_add", data).status_code == 404
    name_leader(world, world.subject)
    assert post(client, world.subject, "ilt:insight_add", data).status_code == 302
    note = Insight.objects.get()
    assert (note.author, note.school, note.text) == (
        world.subject,
        world.school,
        "No common planning.",
    )
    readers = {name for name, user in world.people.items() if _reads(user, note)}
    assert readers == {
        "subject",
        "owner",
        "principal",
        "contributor",
        "evaluator",
        "district",
        "custodian",
    }


def _reads(user, note):
    return Insight.objects.visible_to(user).filter(pk=note.pk).exists()


def test_a_note_names_nobody(client, world):
    data = {"about": "teachers", "text": "Arceneaux needs help."}
    answer = post(client, world.owner, "ilt:insight_add", data)
    assert answer.status_code == 422
    assert "“Tess Arceneaux” is in the directory" in answer.content.decode()


def test_it_is_seen_or_answered_and_the_author_reads_which(client, world):
    note = tell(world, world.owner)
    assert post(client, world.principal, "ilt:insight_answer", {"answer": ""}, note.pk).url
    note.refresh_from_db()
    assert (note.seen_by, note.answer) == (world.principal, "")
    data = {"answer": "From January on.", "initial-answer": ""}
    post(client, world.principal, "ilt:insight_answer", data, note.pk)
    client.force_login(world.owner)
    page = client.get(reverse("ilt:insight_list")).content.decode()
    assert "From January on." in page
    assert "Answered" in page


def test_an_end_date_takes_a_teacher_leader_off_the_page(client, world):
    row = name_leader(world, world.owner)
    client.force_login(world.principal)
    url = reverse("ilt:leader_list")
    assert list(client.get(url).context["page"]) == [row]
    data = {"kind": "mentor", "release_minutes": "0", "starts_on": "2026-08-06"}
    data |= {"ends_on": world.today.isoformat()}
    assert post(client, world.principal, "ilt:leader_edit", data, row.pk).status_code == 302
    assert list(client.get(url).context["page"]) == []


def test_the_database_keeps_its_rules(world):
    note, row = tell(world, world.owner), name_leader(world, world.owner)
    for rows, fields in (
        (Insight.objects.filter(pk=note.pk), {"answer": "Yes."}),
        (Insight.objects.filter(pk=note.pk), {"text": ""}),
        (TeacherLeader.objects.filter(pk=row.pk), {"ends_on": "2026-01-01"}),
        (TeacherLeader.objects.filter(pk=row.pk), {"release_minutes": 2401}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        name_leader(world, world.owner)


@pytest.mark.parametrize("many", [5, 50])
def test_the_pages_take_as_many_queries_for_many_as_for_few(client, world, many):
    for _ in range(many):
        tell(world, world.owner)
        name_leader(world, people.make_teacher(world.school))
    client.force_login(world.principal)
    counts = []
    for url in (reverse("ilt:insight_list"), reverse("ilt:leader_list")):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 7]
