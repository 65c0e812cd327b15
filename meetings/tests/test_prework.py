"""Prework: told on the day of school before, tapped when done, seen by who keeps the agenda."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from core import wall_clock
from meetings.actions.meeting import hold
from meetings.models import Meeting
from meetings.reminders import plan_reminders
from notices.models import Notice
from people.models import Closure
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
READ = "Bring three pieces of student work."
MONDAY = dt.date(2027, 2, 8)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def meeting(world):
    """Of three members, on a Monday."""
    meeting = world.tc_meeting
    meeting.starts_at = at(world, MONDAY, 15)
    meeting.prework = READ
    meeting.save()
    return meeting


def told():
    return Notice.objects.filter(kind="prework_ahead")


def at(world, day, hour):
    return wall_clock.at(day, dt.time(hour), world.system.zone)


def page(user, meeting):
    return words(signed_in(user).get(meeting.get_absolute_url()))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def say(user, meeting, is_done="1"):
    url = reverse("meetings:prework", args=[meeting.pk])
    return signed_in(user).post(url, {"is_done": is_done}, follow=True)


def test_it_is_told_on_the_day_of_school_before_once_and_to_each_member(world, meeting):
    friday = MONDAY - dt.timedelta(days=3)
    plan_reminders(world.system, now=at(world, friday, 5))
    assert told().count() == 0
    for _ in range(2):
        plan_reminders(world.system, now=at(world, friday, 6))
    assert {notice.to for notice in told()} == {world.subject, world.peer, world.contributor}


def test_a_day_without_school_is_not_the_day_before(world, meeting):
    friday = MONDAY - dt.timedelta(days=3)
    Closure.objects.create(
        school_system=world.system, label="Snow", starts_on=friday, ends_on=friday
    )
    plan_reminders(world.system, now=at(world, friday - dt.timedelta(days=1), 6))
    assert told().count() == 3


@pytest.mark.parametrize(
    "change", [{"prework": ""}, {"state": "cancelled", "cancelled_because": "Snow."}]
)
def test_a_meeting_that_asks_nothing_or_is_off_tells_nobody(world, meeting, change):
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    plan_reminders(world.system, now=at(world, MONDAY, 7))
    assert told().count() == 0


def test_who_has_done_it_is_not_told(world, meeting):
    say(world.subject, meeting)
    plan_reminders(world.system, now=at(world, MONDAY, 7))
    assert world.subject not in {notice.to for notice in told()}


def test_a_notice_goes_when_it_is_done_or_the_meeting_moves(world, meeting):
    plan_reminders(world.system, now=at(world, MONDAY, 7))
    notice = told().get(to=world.subject)
    assert notice.rules.still_needed(notice, meeting)
    say(world.subject, meeting)
    assert not notice.rules.still_needed(notice, meeting)
    say(world.subject, meeting, "0")
    assert notice.rules.still_needed(notice, meeting)
    meeting.starts_at += dt.timedelta(days=7)
    assert not notice.rules.still_needed(notice, meeting)


def test_one_tap_says_it_is_done_and_another_takes_it_back(world, meeting):
    assert "0 of 3 have done it" in page(world.subject, meeting)
    assert "Your prework is done." in words(say(world.subject, meeting))
    first = meeting.attendances.get(user=world.subject).prework_done_at
    say(world.subject, meeting)
    assert meeting.attendances.get(user=world.subject).prework_done_at == first
    assert "1 of 3 have done it" in page(world.subject, meeting)
    assert "not done yet" in words(say(world.subject, meeting, "0"))
    assert meeting.attendances.get(user=world.subject).prework_done_at is None


def test_who_keeps_the_agenda_sees_who_has_not(world, meeting):
    say(world.subject, meeting)
    text = page(world.contributor, meeting)
    assert "not yet: " in text
    open_ones = text.split("not yet: ")[1].split("I have done it")[0]
    assert world.peer.name in open_ones
    assert world.subject.name not in open_ones


def test_who_is_not_on_the_list_has_nothing_to_say(world, meeting):
    assert "I have done it" not in page(world.principal, meeting)
    assert say(world.principal, meeting).status_code == 403


def test_a_meeting_held_is_not_prepared_any_more(world, meeting):
    hold(meeting, now=meeting.starts_at, because="We rehearse.")
    assert "I have done it" not in page(world.subject, meeting)
    assert say(world.subject, meeting).status_code == 403
