"""The teacher's reply to a walkthrough or a formal visit, and both on paper (permissions R24)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching import pdf
from coaching.actions.walkthrough import answer_walkthrough, hold_back_again
from coaching.models import Response, Walkthrough
from coaching.tests.test_pdf import NOW, in_order, structure, text_of, words
from demo.builders.coaching import make_walkthrough
from notices.models import Notice
from reports import exportable
from tests.pages import words as words_on
from tests.world import World

pytestmark = pytest.mark.django_db
REPLY = "They had met it only the day before."
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def walk(world):
    return world.shared_walkthrough


def reply(client, person, walk, text=REPLY):
    client.force_login(person)
    return client.post(reverse("coaching:walkthrough_reply", args=[walk.pk]), {"text": text})


def read(client, person, walk):
    client.force_login(person)
    return words_on(client.get(walk.get_absolute_url()))


def formal(world, **values):
    row = world.open_round
    return make_walkthrough(
        world.subject, world.evaluator, world.days_ago(70), made_as="evaluator", round=row, **values
    )


def paper(walk, reader):
    rows = exportable.WALKTHROUGHS.to_print(reader)
    return pdf.walkthrough_pdf(rows.get(pk=walk.pk), reader=reader, now=NOW)


def test_the_teacher_replies_once_and_everyone_who_reads_it_reads_the_reply(client, world, walk):
    assert reply(client, world.subject, walk).url == walk.get_absolute_url()
    Walkthrough.objects.filter(pk=walk.pk).update(shown_to=world.owner)
    readers = (world.subject, world.principal, world.owner)
    assert [REPLY in read(client, person, walk) for person in readers] == [True] * 3
    notice = Notice.objects.get(kind="walkthrough_answered")
    assert notice.to == world.principal
    reply(client, world.subject, walk, "They had met it twice.")
    assert Response.objects.get(walkthrough=walk).text == "They had met it twice."
    assert Notice.objects.filter(kind="walkthrough_answered").count() == 1


def test_a_reply_can_be_changed_for_thirty_days(client, world, walk):
    reply(client, world.subject, walk)
    Response.objects.update(created_at=timezone.now() - 31 * DAY)
    assert "Change my reply" not in read(client, world.subject, walk)
    assert reply(client, world.subject, walk, "Other words.").status_code == 403
    assert Response.objects.get().text == REPLY


def test_an_empty_reply_is_asked_for_again(client, world, walk):
    response = reply(client, world.subject, walk, "  ")
    assert response.status_code == 422
    assert "Enter your reply" in words_on(response)
    assert not Response.objects.exists()


def test_a_formal_visit_is_answered_once_shared_and_then_stays_shared(client, world):
    visit = formal(world, shared_at=None)
    assert reply(client, world.subject, visit).status_code == 404
    Walkthrough.objects.filter(pk=visit.pk).update(shared_at=world.yesterday)
    assert reply(client, world.subject, visit).status_code == 302
    hold_back_again([world.open_round])
    assert Walkthrough.objects.get(pk=visit.pk).shared_at == world.yesterday


def test_what_was_held_back_in_between_takes_no_reply(world, walk):
    Walkthrough.objects.filter(pk=walk.pk).update(shared_at=None)
    with pytest.raises(PermissionDenied):
        answer_walkthrough(walk, text=REPLY, by=world.subject, now=timezone.now())
    assert not Response.objects.exists()


def test_a_response_answers_one_thing(world, walk):
    own = {"school_system": world.system, "author": world.subject, "text": REPLY}
    for answered in ({}, {"walkthrough": walk, "feedback": world.shared_feedback}):
        with (
            pytest.raises(IntegrityError, match="a_response_answers_one_thing"),
            transaction.atomic(),
        ):
            Response.objects.create(**own, **answered)


def test_paper_says_what_the_page_says_with_the_reply(client, world, walk):
    reply(client, world.subject, walk)
    text = words(text_of(paper(walk, world.principal)))
    line = walk.notes.get().text
    items = [item.text for item, _label in walk.items_with_marks()]
    heads = ("Walkthrough", world.subject.name, REPLY, "What was seen", "Evidence", line)
    assert in_order(text, *heads)
    assert [item in text for item in items] == [True] * len(items)
    assert paper(walk, world.subject)[:5] == b"%PDF-"


def test_paper_is_tagged_and_named(world):
    visit = formal(world, shared_at=world.yesterday)
    document, tags = structure(paper(visit, world.evaluator))
    kinds = [kind for kind, _node in tags]
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(kinds)
    assert str(document.docinfo.Title).startswith(f"Formal visit of {world.subject.name}")


def test_a_new_reply_makes_the_paper_old(client, world, walk):
    def stamp():
        rows = exportable.WALKTHROUGHS.to_stamp(world.principal)
        return pdf.walkthrough_stamp(rows.get(pk=walk.pk))

    before = stamp()
    reply(client, world.subject, walk)
    assert stamp() != before


def test_who_takes_it_along(world):
    visit = formal(world, shared_at=world.yesterday)
    Walkthrough.objects.filter(pk=visit.pk).update(shown_to=world.owner)
    takes = {
        name: exportable.walkthroughs_for(person).filter(pk=visit.pk).exists()
        for name, person in world.people.items()
        if person is not None
    }
    allowed = sorted(name for name, may in takes.items() if may)
    assert allowed == ["evaluator", "principal", "subject"]


def test_the_page_offers_the_pdf_to_those_who_may_take_it(client, world, walk):
    Walkthrough.objects.filter(pk=walk.pk).update(shown_to=world.owner)
    people = (world.subject, world.principal, world.owner)
    offered = ["Make a PDF" in read(client, person, walk) for person in people]
    assert offered == [True, True, False]
