"""Notes that came after sharing: the coach shows each to the teacher, or keeps it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import EvidenceNote, FeedbackRevision
from demo.builders import coaching as build
from notices.models import Notice
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = timezone.now
LATE = "Came in from the phone."


@pytest.fixture
def world():
    return World()


@pytest.fixture
def late(world):
    return world.shared_visit.notes.create(
        school_system=world.system,
        author=world.owner,
        seq=90,
        occurred_at=NOW(),
        text=LATE,
        is_late=True,
    )


def choose(client, world, note, choice):
    client.force_login(world.owner)
    return client.post(reverse("coaching:note_late", args=[note.pk]), {"choice": choice})


def page_of(client, person, name, visit):
    client.force_login(person)
    return client.get(reverse(f"coaching:{name}", args=[visit.pk])).content.decode()


def test_the_teacher_sees_a_late_note_once_the_coach_shows_it(client, world, late):
    visit = world.shared_visit
    assert LATE not in page_of(client, world.subject, "visit_detail", visit)
    choose(client, world, late, "show")
    assert LATE in page_of(client, world.subject, "visit_detail", visit)


def test_showing_makes_a_new_version_and_tells_the_teacher_once(client, world, late):
    meeting, version = world.shared_feedback, world.shared_visit.version
    for _ in range(2):
        choose(client, world, late, "show")
    meeting.refresh_from_db()
    late.refresh_from_db()
    assert (meeting.version, FeedbackRevision.objects.get().version) == (2, 1)
    assert late.visit.version == version + 1
    notice = Notice.objects.get(kind="feedback_changed")
    assert (notice.to, notice.about_id) == (world.subject, meeting.pk)


def test_a_note_that_is_kept_stays_private_and_can_be_shown_later(client, world, late):
    visit = world.shared_visit
    choose(client, world, late, "keep")
    assert LATE not in page_of(client, world.subject, "visit_detail", visit)
    review = page_of(client, world.owner, "visit_review", visit)
    assert ("Keep for myself" in review, "Show to the teacher" in review) == (False, True)
    assert "kept for yourself" in review
    assert Notice.objects.filter(kind="feedback_changed").count() == 0
    choose(client, world, late, "show")
    assert LATE in page_of(client, world.subject, "visit_detail", visit)


def test_the_review_offers_both_for_a_late_note_only(client, world, late):
    review = page_of(client, world.owner, "visit_review", world.shared_visit)
    assert review.count("Show to the teacher") == review.count("Keep for myself") == 1


@pytest.mark.parametrize("choice", ["show", "keep"])
def test_a_note_that_is_left_out_is_no_late_one(client, world, choice):
    note = world.shared_visit.notes.first()
    EvidenceNote.objects.filter(pk=note.pk).update(is_left_out=True)
    choose(client, world, note, choice)
    note.refresh_from_db()
    assert (note.is_left_out, note.is_late) == (True, False)
    assert FeedbackRevision.objects.count() == 0


def test_a_visit_shared_without_feedback_tells_nobody(client, world):
    visit = build.make_visit(world.subject, world.owner, world.yesterday)
    visit.share(NOW())
    note = visit.notes.first()
    visit.notes.filter(pk=note.pk).update(is_late=True)
    choose(client, world, note, "show")
    note.refresh_from_db()
    assert note.is_shown
    assert Notice.objects.filter(kind="feedback_changed").count() == 0


def test_a_former_coach_decides_nothing(client, world, late):
    world.owner.coach_assignments.update(ends_on=world.today)
    assert choose(client, world, late, "show").status_code == 404
    late.refresh_from_db()
    assert late.is_late
