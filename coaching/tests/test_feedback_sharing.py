"""Checked by name, shared once, read, answered, changed, taken back."""

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.actions import sharing
from coaching.models import FeedbackMeeting, FeedbackRevision, QuotedNote, Response
from coaching.shown import Shown
from demo.builders import coaching as build
from notices.models import Notice
from people.models import EvaluatorAssignment
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def meeting(world):
    return world.draft_feedback


@pytest.fixture
def as_coach(client, world):
    client.force_login(world.owner)
    return client


def url(name, meeting):
    return reverse(f"coaching:feedback_{name}", args=[meeting.pk])


def share(client, meeting):
    meeting = FeedbackMeeting.objects.get(pk=meeting.pk)
    return client.post(url("share", meeting), {"checked": Shown.of(meeting).fingerprint()})


def text_of(response):
    return response.content.decode()


def kinds():
    return [(row.kind, row.to.name) for row in Notice.objects.order_by("due_at", "pk")]


# --- checking ---------------------------------------------------------------------------------


def test_the_check_page_shows_the_very_same_as_the_teacher_reads(as_coach, meeting, world):
    note = meeting.visit.notes.first()
    QuotedNote.objects.create(
        school_system=world.system, meeting=meeting, note=note, part=QuotedNote.Part.PRAISE
    )
    checked = _sheet(text_of(as_coach.get(url("check", meeting))))
    share(as_coach, meeting)
    as_coach.force_login(world.subject)
    read = _sheet(text_of(as_coach.get(url("detail", meeting))))
    assert checked == read
    assert checked.count(note.text) == 2


def _sheet(page):
    """The part of a page that the teacher reads, without the frame's own id."""
    inner = page.partition('<div class="sheet"')[2].partition(">")[2]
    depth, position = 1, 0
    while depth:
        opened, closed = inner.find("<div", position), inner.find("</div>", position)
        step = opened if 0 <= opened < closed else closed
        depth += 1 if step == opened else -1
        position = step + 4
    return inner[: position - 4]


def test_the_check_page_names_the_teacher_and_counts_what_stays_with_the_coach(as_coach, meeting):
    left_out = meeting.visit.notes.last()
    left_out.is_left_out = True
    left_out.save()
    page = text_of(as_coach.get(url("check", meeting)))
    assert f"Share with {meeting.teacher.name}" in page
    assert "1 note left out: it stays with you." in page
    assert left_out.text not in page


def test_what_is_missing_is_listed_item_by_item_and_cannot_be_shared(as_coach, meeting):
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(praise=" ", step=None)
    page = text_of(as_coach.get(url("check", meeting)))
    assert "Write the precise praise" in page
    assert "Write the action step" in page
    assert '<button class="btn btn-primary btn-lg">Share' not in page
    assert share(as_coach, meeting).status_code == 422
    assert FeedbackMeeting.objects.get().shared_at is None


def test_when_the_coach_is_back_is_only_advice(as_coach, meeting):
    meeting.step.check_back_on = None
    meeting.step.save()
    meeting.step.look_fors.all().update(text="")
    page = text_of(as_coach.get(url("check", meeting)))
    assert "When you are back to look at the step." in page
    assert "A teacher look-for" in page
    assert share(as_coach, meeting).status_code == 302


def test_what_changed_after_checking_is_shown_again_before_it_is_shared(as_coach, meeting):
    checked = Shown.of(meeting).fingerprint()
    note = meeting.visit.notes.first()
    note.text = "Changed on the phone."
    note.save()
    response = as_coach.post(url("share", meeting), {"checked": checked})
    assert response.status_code == 409
    assert "Changed on the phone." in text_of(response)
    assert FeedbackMeeting.objects.get().shared_at is None
    assert Notice.objects.count() == 0


# --- sharing ----------------------------------------------------------------------------------


def test_sharing_shows_visit_feedback_and_step_in_one_moment(as_coach, meeting, world):
    meeting.held_on = None
    meeting.save()
    share(as_coach, meeting)
    meeting = FeedbackMeeting.objects.select_related("visit", "step").get()
    assert meeting.shared_at == meeting.visit.shared_at == meeting.step.shared_at
    assert meeting.held_on == world.today
    assert kinds() == [("feedback_shared", world.subject.name)]


def test_sharing_twice_tells_the_teacher_once(as_coach, meeting, world):
    share(as_coach, meeting)
    first = FeedbackMeeting.objects.get().shared_at
    share(as_coach, meeting)
    assert FeedbackMeeting.objects.get().shared_at == first
    assert kinds() == [("feedback_shared", world.subject.name)]


def test_the_quotation_of_a_note_that_was_left_out_is_not_shared(as_coach, meeting, world):
    note = meeting.visit.notes.first()
    QuotedNote.objects.create(
        school_system=world.system, meeting=meeting, note=note, part=QuotedNote.Part.GOAL
    )
    note.is_left_out = True
    note.save()
    share(as_coach, meeting)
    assert QuotedNote.objects.count() == 0
    as_coach.force_login(world.subject)
    assert note.text not in text_of(as_coach.get(url("detail", meeting)))


def test_a_visit_that_was_shared_before_keeps_its_moment(as_coach, meeting, world):
    meeting.visit.shared_at = world.yesterday
    meeting.visit.save()
    share(as_coach, meeting)
    meeting.visit.refresh_from_db()
    assert meeting.visit.shared_at == world.yesterday


def test_the_notice_says_nothing_of_what_was_shared(as_coach, meeting, world):
    share(as_coach, meeting)
    words = render_to_string("notices/feedback_shared.txt", {"person": world.subject})
    assert meeting.praise not in words
    assert world.owner.name not in words


# --- taking back ------------------------------------------------------------------------------


def test_taking_back_makes_it_a_draft_again_with_all_that_went_along(as_coach, meeting):
    share(as_coach, meeting)
    response = as_coach.post(url("take_back", meeting))
    assert response.url == reverse("coaching:feedback_edit", args=[meeting.visit_id])
    meeting = FeedbackMeeting.objects.select_related("visit", "step").get()
    assert [meeting.shared_at, meeting.visit.shared_at, meeting.step.shared_at] == [None] * 3


def test_what_was_read_is_not_taken_back(as_coach, meeting, world):
    share(as_coach, meeting)
    as_coach.force_login(world.subject)
    as_coach.get(url("detail", meeting))
    as_coach.force_login(world.owner)
    assert as_coach.post(url("take_back", meeting)).status_code == 403
    assert FeedbackMeeting.objects.get().shared_at is not None
    assert "Take back" not in text_of(as_coach.get(url("detail", meeting)))


def test_after_fifteen_minutes_it_stays_shared(meeting, world):
    meeting.shared_at = world.yesterday
    minute = dt.timedelta(minutes=1)
    assert meeting.can_be_taken_back_by(world.owner, meeting.shared_at + 15 * minute)
    assert not meeting.can_be_taken_back_by(world.owner, meeting.shared_at + 16 * minute)


def test_sharing_again_after_taking_back_tells_the_teacher_again(as_coach, meeting, world):
    share(as_coach, meeting)
    as_coach.post(url("take_back", meeting))
    share(as_coach, meeting)
    assert kinds() == [("feedback_shared", world.subject.name)] * 2


# --- reading ----------------------------------------------------------------------------------


def test_the_first_reading_is_stamped_and_says_so(client, world):
    meeting = world.shared_feedback
    client.force_login(world.owner)
    client.get(url("detail", meeting))
    meeting.refresh_from_db()
    assert meeting.read_at is None
    client.force_login(world.subject)
    page = text_of(client.get(url("detail", meeting)))
    meeting.refresh_from_db()
    meeting.visit.refresh_from_db()
    first = meeting.read_at
    assert first is not None
    assert meeting.visit.read_at == first
    assert "You opened this on" in page
    assert "sees that you have read it" in page
    client.get(url("detail", meeting))
    meeting.refresh_from_db()
    assert meeting.read_at == first


def test_the_trail_says_where_it_stands_with_the_days_since_each(client, world):
    meeting = world.shared_feedback
    client.force_login(world.owner)
    page = text_of(client.get(url("detail", meeting)))
    trail = page.partition('class="trail"')[2].partition("</ol>")[0]
    words = ["Observed", "4 days ago", "Feedback meeting", "Shared", "yesterday", "Read", "not yet"]
    positions = [trail.find(word) for word in words]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_who_can_read_it_is_said_and_is_the_pair(client, world):
    client.force_login(world.subject)
    page = text_of(client.get(url("detail", world.shared_feedback)))
    line = page.partition('class="who-can-read"')[2].partition("</aside>")[0]
    named = [person for person in world.people.values() if person.name in line]
    assert {person.name for person in named} == {world.subject.name, world.owner.name}


def test_the_teacher_is_told_that_her_coach_also_informs_her_evaluation(client, world):
    client.force_login(world.subject)
    page = url("detail", world.shared_feedback)
    assert "also informs your evaluation" not in text_of(client.get(page))
    EvaluatorAssignment.objects.create(
        school_system=world.system,
        teacher=world.subject,
        evaluator=world.owner,
        kind=EvaluatorAssignment.Kind.OBSERVER,
        starts_on=world.today,
    )
    assert "Your coach also informs your evaluation." in text_of(client.get(page))


def test_reading_costs_twelve_queries_the_first_time_and_ten_after(client, world):
    meeting = world.shared_feedback
    build.add_notes(meeting.visit, [f"Note {n}" for n in range(50)])
    client.force_login(world.subject)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url("detail", meeting))
        counts.append(len(queries))
    assert counts == [12, 10]


# --- answering --------------------------------------------------------------------------------


def test_a_reply_tells_the_coach_once_and_travels_with_the_feedback(client, world):
    meeting = world.shared_feedback
    client.force_login(world.subject)
    client.post(url("reply", meeting), {"text": "I will try it on Monday."})
    client.post(url("reply", meeting), {"text": "I tried it on Monday."})
    response = Response.objects.get()
    assert (response.author, response.text) == (world.subject, "I tried it on Monday.")
    assert kinds() == [("feedback_answered", world.owner.name)]
    client.force_login(world.owner)
    assert "I tried it on Monday." in text_of(client.get(url("detail", meeting)))


def test_an_empty_reply_says_what_to_do(client, world):
    client.force_login(world.subject)
    response = client.post(url("reply", world.shared_feedback), {"text": " "})
    assert response.status_code == 422
    assert "Enter your reply" in text_of(response)


def test_a_reply_can_be_changed_for_thirty_days(client, world):
    meeting = world.shared_feedback
    client.force_login(world.subject)
    client.post(url("reply", meeting), {"text": "First words."})
    Response.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
    response = client.post(url("reply", meeting), {"text": "Other words."})
    assert response.status_code == 403
    assert Response.objects.get().text == "First words."
    assert "Change my reply" not in text_of(client.get(url("detail", meeting)))


# --- changing ---------------------------------------------------------------------------------


def change(client, meeting, **parts):
    step = meeting.step
    data = {
        "praise": meeting.praise,
        "probe": meeting.probe,
        "goal": meeting.goal,
        "activity": step.activity,
        "check_back_on": step.check_back_on.isoformat(),
        "teacher_look_fors": "Counts to three before calling on a student.",
        "student_look_fors": "More than half of the hands are up.",
        "upcoming_lesson": meeting.upcoming_lesson,
        "upcoming_on": meeting.upcoming_on.isoformat(),
        "is_practised": "true",
        "held_on": meeting.held_on.isoformat(),
    }
    started = {f"initial-{name}": text for name, text in data.items()}
    page = reverse("coaching:feedback_edit", args=[meeting.visit_id])
    return client.post(page, data | started | parts)


def test_a_change_after_sharing_is_a_new_version_and_the_old_one_is_kept(as_coach, world):
    meeting = world.shared_feedback
    before = meeting.praise
    change(as_coach, meeting, praise="You named every student.", activity="Wait five seconds.")
    meeting.refresh_from_db()
    assert (meeting.version, meeting.praise) == (2, "You named every student.")
    revision = FeedbackRevision.objects.get()
    assert revision.version == 1
    assert revision.content["parts"]["praise"] == before
    assert revision.content["step"]["activity"] == "Wait three seconds after each question."
    assert kinds() == [("feedback_changed", world.subject.name)]
    as_coach.force_login(world.subject)
    page = text_of(as_coach.get(url("detail", meeting)))
    assert "Changed after sharing: version 2" in page
    assert before in text_of(as_coach.get(url("versions", meeting)))


def test_saving_shared_feedback_unchanged_makes_no_version(as_coach, world):
    meeting = world.shared_feedback
    assert change(as_coach, meeting).status_code == 302
    meeting.refresh_from_db()
    assert meeting.version == 1
    assert FeedbackRevision.objects.count() == Notice.objects.count() == 0


def test_shared_feedback_keeps_its_praise_and_step(as_coach, world):
    meeting = world.shared_feedback
    response = change(as_coach, meeting, praise="", activity="")
    page = text_of(response)
    assert response.status_code == 422
    assert "Enter the precise praise" in page
    assert "Enter the action step" in page


def test_a_stale_change_of_shared_feedback_ends_in_both_texts(as_coach, world):
    meeting = world.shared_feedback
    change(as_coach, meeting, goal="All students speak.")
    response = change(as_coach, meeting, goal="Most students speak.")
    assert response.status_code == 409
    assert "All students speak." in text_of(response)
    assert "Most students speak." in text_of(response)
    assert FeedbackRevision.objects.count() == 1


def test_autosave_and_quotations_end_with_sharing(as_coach, world):
    meeting = world.shared_feedback
    body = json.dumps({"field": "praise", "value": "Other.", "was": meeting.praise})
    save = reverse("coaching:feedback_save", args=[meeting.visit_id])
    assert as_coach.post(save, body, content_type="application/json").status_code == 403
    note = meeting.visit.notes.first()
    quote = reverse("coaching:feedback_quote", args=[meeting.visit_id])
    assert as_coach.post(quote, {"quote": f"praise:{note.pk}"}).status_code == 403


def test_sharing_what_is_missing_is_refused_by_the_action_itself(meeting, world):
    meeting.praise = ""
    meeting.save()
    with pytest.raises(sharing.NotReady) as refusal:
        sharing.share_feedback(meeting, checked="", by=world.owner, now=timezone.now())
    assert [name for name, _ in refusal.value.missing] == ["praise"]


# --- at the same moment -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_share_at_once_share_once(world):
    meeting = world.draft_feedback
    checked = Shown.of(meeting).fingerprint()
    barrier = threading.Barrier(4)

    def press():
        barrier.wait()
        sharing.share_feedback(meeting, checked=checked, by=world.owner, now=timezone.now())
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(press) for _ in range(4)]:
            done.result()
    assert kinds() == [("feedback_shared", world.subject.name)]


@pytest.mark.django_db(transaction=True)
def test_reading_and_taking_back_at_once_never_leave_a_read_draft(world):
    for _ in range(5):
        meeting = FeedbackMeeting.objects.get(pk=world.draft_feedback.pk)
        now = timezone.now()
        checked = Shown.of(meeting).fingerprint()
        sharing.share_feedback(meeting, checked=checked, by=world.owner, now=now)
        _race(meeting, world, now)
        meeting.refresh_from_db()
        assert bool(meeting.shared_at) == bool(meeting.read_at)
        if meeting.read_at:
            return


def _race(meeting, world, now):
    barrier = threading.Barrier(2)

    def take_back():
        barrier.wait()
        try:
            sharing.take_back_feedback(meeting, by=world.owner, now=now)
        except PermissionDenied:
            return
        finally:
            connection.close()

    def read():
        barrier.wait()
        FeedbackMeeting.objects.select_related("visit").get(pk=meeting.pk).mark_read(now)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take_back), pool.submit(read)]:
            done.result()
