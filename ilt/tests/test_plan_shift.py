"""Cycles shifted by weeks, and last year's plan copied: closed days are skipped."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.builders import long_range as build
from demo.builders import people
from demo.builders.team import make_meeting
from ilt.models import LongRangePlan
from people.models import Closure
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.date


@pytest.fixture
def world():
    world = World()
    Closure.objects.create(
        school_system=world.system,
        label="Thanksgiving break",
        starts_on=DAY(2026, 11, 23),
        ends_on=DAY(2026, 11, 27),
    )
    return world


@pytest.fixture
def plan(world):
    """Two cycles: one around Thanksgiving, one after it."""
    plan = build.make_long_range_plan(world.school_ilt, world.year)
    first = build.make_plan_cycle(plan, DAY(2026, 11, 2), DAY(2026, 11, 20))
    second = build.make_plan_cycle(plan, DAY(2026, 11, 30), DAY(2026, 12, 18), priority="Writing")
    for cycle, day in ((first, (11, 10)), (first, (11, 17)), (second, (12, 1)), (second, (12, 8))):
        build.make_plan_week(cycle, DAY(2026, *day))
    return plan


@pytest.fixture
def principal(world):
    client = Client()
    client.force_login(world.principal)
    return client


def shift(client, plan, weeks, *, later=True, version=None):
    plan = LongRangePlan.objects.get(pk=plan.pk)
    data = {"weeks": weeks, "version": plan.version if version is None else version}
    url = reverse("ilt:cycle_shift", args=[plan.pk, plan.cycles.first().pk])
    return client.post(url, data | ({"later": "on"} if later else {}))


def days(plan):
    return [f"{week.on.month}/{week.on.day}" for week in plan.weeks.kept()]


def spans(plan):
    return [
        f"{c.starts_on.month}/{c.starts_on.day}–{c.ends_on.month}/{c.ends_on.day}"
        for c in plan.cycles.kept()
    ]


def test_the_preview_shows_the_new_days_and_changes_nothing(principal, plan):
    url = reverse("ilt:cycle_shift", args=[plan.pk, plan.cycles.first().pk])
    page = words(principal.get(url, {"weeks": 1, "later": "on"}))
    assert "Tue, Nov 17, 2026 becomes Tue, Dec 1, 2026 (skips Tue, Nov 24, 2026)" in page
    assert days(plan) == ["11/10", "11/17", "12/1", "12/8"]


def test_a_shift_skips_closed_days_and_pushes_what_follows(principal, plan):
    assert shift(principal, plan, 1).status_code == 302
    assert days(plan) == ["11/17", "12/1", "12/8", "12/15"]
    assert spans(plan) == ["11/9–12/1", "12/7–12/25"]


def test_a_shift_may_go_back(principal, plan):
    assert shift(principal, plan, -1).status_code == 302
    assert days(plan) == ["11/3", "11/10", "12/1", "12/8"]


def test_a_cycle_alone_does_not_run_into_the_next(principal, plan):
    response = shift(principal, plan, 2, later=False)
    assert response.status_code == 422
    assert "Cycle 1 would run into cycle 2." in words(response)
    assert days(plan) == ["11/10", "11/17", "12/1", "12/8"]


def test_nothing_is_shifted_beyond_the_school_year(principal, plan):
    response = shift(principal, plan, 30)
    assert response.status_code == 422
    assert "beyond the school year" in words(response)


def test_a_week_whose_meeting_was_held_stays(principal, world, plan):
    now = timezone.now()
    held = make_meeting(world.school_ilt, world.days_ago(18), state="held", held_at=now)
    plan.weeks.filter(on=DAY(2026, 11, 10)).update(meeting=held)
    shift(principal, plan, 1)
    assert days(plan) == ["11/10", "12/1", "12/8", "12/15"]
    assert spans(plan)[0] == "11/2–12/1"


def test_what_was_looked_at_is_what_is_shifted(principal, plan):
    response = shift(principal, plan, 1, version=99)
    assert response.status_code == 422
    assert "Somebody changed the rows of this plan meanwhile." in words(response)


def test_last_years_plan_is_copied_onto_this_years_days(principal, world, plan):
    last = people.make_year(world.system, 2025)
    LongRangePlan.objects.filter(pk=plan.pk).update(school_year=last)
    plan.weeks.all().delete()
    plan.cycles.all().delete()
    cycle = build.make_plan_cycle(plan, DAY(2025, 11, 10), DAY(2025, 12, 5))
    for day in (18, 25):
        build.make_plan_week(cycle, DAY(2025, 11, day), progress="Half of us")
    url = reverse("ilt:plan_start", args=[world.school_ilt.pk])
    page = words(principal.get(url))
    assert "As a copy of the plan for 2025–26" in page
    data = {"school_year": world.year.pk, "begins": "copy"}
    assert principal.post(url, data).status_code == 302
    copy = LongRangePlan.objects.get(school_year=world.year)
    assert days(copy) == ["11/17", "12/1"]
    assert spans(copy) == ["11/9–12/4"]
    week = copy.weeks.first()
    assert (week.topics, week.progress) == (cycle.weeks.first().topics, "")
