"""The mail's link confirms once that feedback was got, and shows and opens nothing."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.actions.got_it import confirm
from coaching.actions.sharing import take_back_feedback
from coaching.got_it import LASTS, token_of, url_of
from coaching.models import FeedbackMeeting
from notices.emails import notice_mail
from notices.models import Notice
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return World().shared_feedback


def page(meeting):
    return reverse("coaching:feedback_got_it", args=[token_of(meeting)])


def stamps(meeting):
    meeting.refresh_from_db()
    return (meeting.acknowledged_at is not None, meeting.read_at is not None)


def test_opening_the_link_changes_nothing_and_one_tap_confirms(client, meeting):
    asked = [client.get(page(meeting)).status_code, client.head(page(meeting)).status_code]
    before = stamps(meeting)
    done = client.post(page(meeting)).status_code
    assert (asked, before, done) == ([200, 200], (False, False), 200)
    assert stamps(meeting) == (True, False)  # got it, and has not read it


def test_a_form_from_elsewhere_confirms_nothing(meeting):
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(page(meeting)).status_code == 403
    assert stamps(meeting) == (False, False)


def test_the_link_works_once(client, meeting):
    answers = [client.post(page(meeting)).status_code for _ in range(2)]
    first = FeedbackMeeting.objects.get().acknowledged_at
    answers.append(client.get(page(meeting)).status_code)
    assert answers == [200, 410, 410]
    assert FeedbackMeeting.objects.get().acknowledged_at == first


def test_the_link_runs_out_after_two_weeks(client, meeting):
    FeedbackMeeting.objects.update(shared_at=timezone.now() - LASTS - dt.timedelta(minutes=1))
    meeting.refresh_from_db()
    response = client.get(page(meeting))
    assert (response.status_code, client.post(page(meeting)).status_code) == (410, 410)
    assert "This link no longer works" in words(response)
    assert stamps(meeting) == (False, False)


def test_the_link_of_feedback_that_was_taken_back_is_dead_also_when_shared_again(client, meeting):
    now = timezone.now()
    FeedbackMeeting.objects.update(shared_at=now)
    meeting.refresh_from_db()
    old = page(meeting)
    take_back_feedback(meeting, by=meeting.coach, now=now)
    taken = client.post(old).status_code
    FeedbackMeeting.objects.update(shared_at=now + dt.timedelta(seconds=1))
    assert (taken, client.post(old).status_code) == (410, 410)


def test_what_was_confirmed_is_no_longer_taken_back(meeting):
    now = timezone.now()
    FeedbackMeeting.objects.update(shared_at=now)
    meeting.refresh_from_db()
    confirm(meeting.pk, now, now=now)
    meeting.refresh_from_db()
    assert not meeting.can_be_taken_back_by(meeting.coach, now)


def test_the_page_shows_nothing_of_the_feedback_and_lets_nobody_in(client, meeting):
    text = words(client.get(page(meeting))) + words(client.post(page(meeting)))
    told = [meeting.praise, meeting.coach.name, meeting.teacher.name, meeting.step.activity]
    assert [one for one in told if one in text] == []
    assert client.get(meeting.get_absolute_url()).status_code == 302


def test_the_coach_sees_that_it_was_confirmed(client, meeting):
    client.post(page(meeting))
    client.force_login(meeting.coach)
    text = " ".join(words(client.get(meeting.get_absolute_url())).split())
    assert "Read not yet, confirmed by mail" in text


def test_the_mail_is_neutral_and_holds_the_link(meeting):
    notice = Notice(
        kind="feedback_shared",
        to=meeting.teacher,
        school_system=meeting.school_system,
        about_id=meeting.pk,
        about_label="coaching.feedbackmeeting",
    )
    sent = notice_mail(notice, meeting)
    assert mail.outbox == []
    bodies = [sent.body, sent.alternatives[0][0]]
    assert [url_of(meeting) in body for body in bodies] == [True, True]
    told = [meeting.praise, meeting.coach.name, meeting.step.activity]
    assert [one for one in told for body in bodies if one in body] == []
