"""A shift, a pasted table and a copied year are taken back, unless others changed them."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from demo.builders import long_range as build
from demo.builders import people
from goals.models import Goal
from ilt.models import LongRangePlan, PlanCycle, PlanMove, PlanWeek
from ilt.tests.test_plan_shift import days, plan, principal, shift, spans, world
from tests.pages import words

__all__ = ["plan", "principal", "world"]
pytestmark = pytest.mark.django_db
TABLE = (
    "Cycle 3 | 1/4 – 2/5 | Reasoning | More students explain.\n1/12 | Modeling\n1/19 | Reasoning"
)
CHANGED = "Somebody changed these weeks or cycles since."


def undo(client, move=None):
    move = move or PlanMove.objects.latest("created_at")
    url = reverse("ilt:move_undo", args=[move.plan_id, move.pk])
    return client.post(url, follow=True)


def paste(client, plan, table="1/12\tModeling\n1/19\tReasoning"):
    table = f"Cycle 3\t1/4 – 2/5\n{table}" if "Cycle" not in table else table
    plan = LongRangePlan.objects.get(pk=plan.pk)
    data = {"table": table, "add": "yes", "version": plan.version}
    return client.post(reverse("ilt:plan_paste", args=[plan.pk]), data, follow=True)


def copy(client, world, plan):
    """The plan is last year's now, and this year's begins as its copy."""
    last = people.make_year(world.system, 2025)
    LongRangePlan.objects.filter(pk=plan.pk).update(school_year=last)
    PlanWeek.objects.all().delete()
    PlanCycle.objects.all().delete()
    cycle = build.make_plan_cycle(plan, dt.date(2025, 11, 10), dt.date(2025, 12, 5))
    build.make_plan_week(cycle, dt.date(2025, 11, 18))
    url = reverse("ilt:plan_start", args=[world.school_ilt.pk])
    data = {"school_year": world.year.pk, "begins": "copy"}
    return client.post(url, data, follow=True)


def test_a_shift_is_taken_back_with_one_click(principal, plan):
    was = days(plan), spans(plan)
    shift(principal, plan, 1)
    page = principal.get(reverse("ilt:plan_edit", args=[plan.pk]))
    assert "Cycles shifted today. Take it back" in words(page)
    assert "The cycles and weeks have their days again." in words(undo(principal))
    assert (days(plan), spans(plan)) == was


def test_a_shift_is_not_taken_back_once_a_week_has_another_day(principal, plan):
    shift(principal, plan, 1)
    plan.weeks.filter(on=dt.date(2026, 12, 15)).update(on=dt.date(2026, 12, 16))
    moved = days(plan)
    assert CHANGED in words(undo(principal))
    assert days(plan) == moved
    assert PlanMove.objects.get().undone_at is None


def test_what_was_typed_since_a_shift_stays_when_it_is_taken_back(principal, plan):
    shift(principal, plan, 1)
    plan.weeks.filter(on=dt.date(2026, 12, 15)).update(topics="Fractions", version=2)
    undo(principal)
    assert days(plan) == ["11/10", "11/17", "12/1", "12/8"]
    assert plan.weeks.get(on=dt.date(2026, 12, 8)).topics == "Fractions"


def test_a_shift_is_not_taken_back_once_a_week_is_removed(principal, world, plan):
    shift(principal, plan, 1)
    plan.weeks.filter(on=dt.date(2026, 12, 15)).update(removed_at=world.yesterday)
    assert CHANGED in words(undo(principal))


def test_a_pasted_table_is_taken_out_again(principal, plan):
    was = days(plan), spans(plan)
    assert "2 weeks added." in words(paste(principal, plan, TABLE))
    assert len(days(plan)) == 6
    assert "The pasted weeks are taken out again." in words(undo(principal))
    assert (days(plan), spans(plan)) == was
    assert not Goal.objects.filter(plan_cycles__plan=plan, ended_at=None).exists()


def test_a_pasted_week_that_somebody_wrote_in_stays(principal, plan):
    paste(principal, plan)
    PlanWeek.objects.filter(topics="Modeling").update(progress="Half of us", version=2)
    assert CHANGED in words(undo(principal))
    assert len(days(plan)) == 6


def test_a_pasted_cycle_that_got_another_week_stays(principal, plan):
    paste(principal, plan)
    cycle = plan.cycles.kept().last()
    build.make_plan_week(cycle, dt.date(2027, 1, 13))
    assert CHANGED in words(undo(principal))
    assert len(days(plan)) == 7


def test_a_copied_year_is_taken_back_and_can_be_begun_again(principal, world, plan):
    page = copy(principal, world, plan)
    assert "The plan for" in words(page)
    assert "The copy is taken back." in words(undo(principal))
    assert list(LongRangePlan.objects.values_list("school_year__starts_on__year")) == [(2025,)]
    assert (plan.cycles.count(), plan.weeks.count()) == (1, 1)


def test_a_copied_year_that_somebody_wrote_in_stays(principal, world, plan):
    copy(principal, world, plan)
    new = LongRangePlan.objects.get(school_year=world.year)
    build.make_plan_cycle(new, dt.date(2027, 2, 1), dt.date(2027, 3, 1))
    assert CHANGED in words(undo(principal))
    assert new.cycles.count() == 2


def test_nothing_is_taken_back_twice_or_on_another_day(principal, world, plan):
    shift(principal, plan, 1)
    move = PlanMove.objects.get()
    undo(principal, move)
    over = "This can be taken back on the day it was done, once."
    assert over in words(undo(principal, move))
    shift(principal, plan, 1)
    late = PlanMove.objects.get(undone_at=None)
    PlanMove.objects.filter(pk=late.pk).update(made_on=world.yesterday.date())
    assert over in words(undo(principal, late))
    assert days(plan) == ["11/17", "12/1", "12/8", "12/15"]
    edit = reverse("ilt:plan_edit", args=[plan.pk])
    assert "Take it back" not in words(principal.get(edit))


def test_only_who_did_it_takes_it_back(principal, world, plan):
    shift(principal, plan, 1)
    client = Client()
    client.force_login(world.contributor)
    assert undo(client).status_code == 403
    assert days(plan) == ["11/17", "12/1", "12/8", "12/15"]


def test_a_move_says_of_which_kind_it_is_and_which_rows(world, plan):
    content = {"plan": plan, "made_by": world.principal, "made_on": world.today}
    content["school_system"] = world.system
    with pytest.raises(IntegrityError):
        PlanMove.objects.create(kind="shift", rows={}, **content)
