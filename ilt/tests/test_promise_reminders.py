"""Whoever promised a step in a data review is told on its day, until it is said how it went."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.builders import leading as build
from ilt.promises_due import promises_due
from ilt.reminders import plan_reminders
from notices.models import Notice
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
TOLD = Notice.objects.filter(kind="promised_step_due")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def review(world):
    day = world.today - dt.timedelta(days=30)
    row = build.make_review(world.system, world.school, day)
    return build.hold_review(row, world.days_ago(30))


def today_of(person):
    client = Client()
    client.force_login(person)
    return words(client.get("/"))


def test_it_is_told_once_on_its_day_to_who_promised_it(world, review):
    build.make_promise(review, world.principal, due_on=world.today)
    build.make_promise(review, world.principal, due_on=world.today + dt.timedelta(days=1))
    plan_reminders(world.system, now=world.noon)
    plan_reminders(world.system, now=world.noon)
    assert [notice.to for notice in TOLD.all()] == [world.principal]


def test_it_is_no_longer_needed_once_it_is_told_or_has_another_day(world, review):
    step = build.make_promise(review, world.principal, due_on=world.today)
    plan_reminders(world.system, now=world.noon)
    notice = TOLD.get()
    assert notice.rules.still_needed(notice, step)
    assert notice.rules.url(notice, step) == reverse("ilt:promise_outcome", args=[step.pk])
    step.due_on = world.today + dt.timedelta(days=5)
    assert not notice.rules.still_needed(notice, step)
    step.due_on = world.today
    build.report_promise(step, world.principal, timezone.now())
    assert not notice.rules.still_needed(notice, step)


def test_nothing_is_told_of_a_review_that_was_not_held(world):
    review = build.make_review(world.system, world.school, world.today)
    build.make_promise(review, world.principal, due_on=world.today)
    assert list(promises_due(world.system, timezone.now())) == []
    assert "Promised: First quarter" not in today_of(world.principal)


def test_it_is_on_the_list_of_who_promised_it_until_it_is_done(world, review):
    assert world.school_ilt
    step = build.make_promise(review, world.principal, text="Plan one number talk a week.")
    assert "Promised: First quarter" in today_of(world.principal)
    assert "Plan one number talk a week." in today_of(world.principal)
    assert "Promised: First quarter" not in today_of(world.contributor)
    build.report_promise(step, world.principal, timezone.now())
    assert "Promised: First quarter" not in today_of(world.principal)
