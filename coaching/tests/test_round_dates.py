"""The clock of observation rounds: what moves its dates, who hears of it, and who is reminded."""

import datetime as dt

import pytest
from django.urls import reverse

from coaching.actions import observation as actions
from coaching.actions.clock import replan
from coaching.models import ClockChange, DateMove
from coaching.reminders import plan_reminders
from coaching.tasks import plan_reminders as reminders_task
from coaching.tests.test_observation_rounds import (
    DAY,
    VISIT,
    at,
    begun,
    close,
    due,
    system,
    text_of,
    told,
    world,
)
from demo.builders import people
from demo.builders.observation import make_round, make_self_assessment
from notices.actions.sending import find_about, why_not
from notices.models import NO_LONGER_TRUE, Notice
from people.models import Leave
from tests.pages import form_with

__all__ = ["begun", "system", "world"]
pytestmark = pytest.mark.django_db


# --- closures and leave move the dates, and people hear of it once ------------------------------


def test_a_snow_day_entered_late_moves_the_date_and_tells_everybody_once(system, world, begun):
    now = at(dt.date(2026, 11, 9), system=system)
    assert due(begun, "post_conference") == dt.date(2026, 11, 11)
    close(system, dt.date(2026, 11, 6))
    for _again in range(3):
        replan(system, now=now)
    assert due(begun, "post_conference") == dt.date(2026, 11, 12)
    assert [name for name, _slot in told("round_dates_moved")] == [
        "Eve Evaluator",
        "Olga Fontenot",
        "Tess Arceneaux",
    ]
    moves = DateMove.objects.filter(step__step="post_conference").get()
    assert (moves.was_due_on, moves.due_on) == (dt.date(2026, 11, 11), dt.date(2026, 11, 12))


def test_forty_rounds_moved_by_one_day_are_one_notice(system, world):
    for number in range(12):
        teacher = people.make_teacher(world.school, f"Teacher {number}")
        people.register_evaluator(teacher, world.evaluator)
        make_round(teacher, world.year, world.evaluator, visit_on=VISIT)
    close(system, dt.date(2026, 11, 6))
    replan(system, now=at(dt.date(2026, 11, 9), system=system))
    assert ClockChange.objects.count() == 1
    assert told("round_dates_moved").count(("Eve Evaluator", "")) == 1
    assert DateMove.objects.filter(step__step="post_conference").count() == 12


def test_two_changes_are_two_notices(system, begun):
    for day in (6, 9):
        close(system, dt.date(2026, 11, day))
        replan(system, now=at(dt.date(2026, 11, 9), system=system))
    assert [name for name, _slot in told("round_dates_moved")].count("Tess Arceneaux") == 2


@pytest.mark.parametrize("where", ["another school", "a day that is not counted"])
def test_what_moves_nothing_tells_nobody(where, system, world, begun):
    if where == "another school":
        close(system, dt.date(2026, 11, 6), world.other_school)
    else:
        close(system, dt.date(2026, 10, 6))
    replan(system, now=at(dt.date(2026, 11, 9), system=system))
    assert told("round_dates_moved") == []


def test_leave_pauses_and_moves_the_date(system, world, begun):
    Leave.objects.create(
        school_system=system,
        membership=world.subject.memberships.get(),
        starts_on=dt.date(2026, 11, 5),
        ends_on=dt.date(2026, 11, 9),
    )
    replan(system, now=at(dt.date(2026, 11, 9), system=system))
    assert due(begun, "post_conference") == dt.date(2026, 11, 13)


def test_a_done_step_does_not_move_for_anybody(system, world, begun):
    actions.record_step(
        begun, "post_conference", dt.date(2026, 11, 10), by=world.evaluator, now=world.yesterday
    )
    actions.save_self_assessment(
        make_self_assessment(begun), is_done=True, today=world.today, now=world.yesterday
    )
    close(system, dt.date(2026, 11, 6))
    replan(system, now=at(dt.date(2026, 11, 9), system=system))
    assert told("round_dates_moved") == []


def test_the_page_of_a_change_says_from_when_to_when(client, system, world, begun):
    close(system, dt.date(2026, 11, 6))
    replan(system, now=at(dt.date(2026, 11, 9), system=system))
    client.force_login(world.owner)
    page = text_of(client.get(ClockChange.objects.get().get_absolute_url()))
    assert "Wed, Nov 11, 2026 → Thu, Nov 12, 2026" in page


def test_beat_moves_dates_before_it_reminds(world, begun):
    close(world.system, dt.date(2026, 11, 6))
    reminders_task()
    assert due(begun, "post_conference") == dt.date(2026, 11, 12)
    assert ClockChange.objects.count() == 1


# --- reminders ----------------------------------------------------------------------------------


def run(system, first, last):
    day = first
    while day <= last:
        plan_reminders(system, now=at(day, system=system))
        day += DAY


def test_whoever_does_a_step_is_reminded_before_and_after_its_last_day(system, world, begun):
    run(system, VISIT, dt.date(2026, 11, 16))
    ahead, late = told("round_step_ahead"), told("round_step_open")
    expected = [
        ("Eve Evaluator", "post_conference 2026-11-11"),
        ("Tess Arceneaux", "self_assessment 2026-11-11"),
    ]
    assert (ahead, late) == (expected, expected)


def test_the_owner_coach_is_reminded_of_the_targeted_visit(system, world, begun):
    actions.record_step(begun, "post_conference", VISIT, by=world.evaluator, now=world.yesterday)
    run(system, VISIT, dt.date(2026, 11, 18))
    assert ("Olga Fontenot", "follow_up 2026-12-16") in told("round_step_ahead")


def test_where_the_register_names_nobody_the_leaders_are_reminded(system, world):
    make_round(world.peer, world.year, world.principal, visit_on=VISIT)
    run(system, VISIT, dt.date(2026, 11, 9))
    assert ("Pia Principal", "post_conference 2026-11-11") in told("round_step_ahead")


def test_a_reminder_of_what_was_done_or_moved_is_not_sent(system, world, begun):
    run(system, VISIT, dt.date(2026, 11, 9))
    notice = Notice.objects.get(kind="round_step_ahead", to=world.evaluator)
    assert why_not(notice, find_about(notice), set()) == ""
    actions.record_step(
        begun, "post_conference", VISIT + DAY, by=world.evaluator, now=world.yesterday
    )
    assert why_not(notice, find_about(notice), set()) == NO_LONGER_TRUE


# --- its numbers ------------------------------------------------------------------------------


def test_the_numbers_of_the_clock_are_the_admins_to_change(client, world, begun):
    client.force_login(world.admin)
    address = reverse("people:system_edit")
    data = form_with(client.get(address), "post_conference_days")
    numbers = ["pre_conference_days", "post_conference_days", "due_soon_days"]
    weeks = ["follow_up_from_weeks", "follow_up_until_weeks"]
    assert [data[name] for name in numbers + weeks] == ["1", "5", "3", "2", "6"]
    refused = client.post(address, data | {"follow_up_from_weeks": "7"})
    assert "Enter as many weeks as at least, or more" in refused.content.decode()
    client.post(address, data | {"post_conference_days": "10"})
    world.system.refresh_from_db()
    assert world.system.post_conference_days == 10
    replan(world.system, now=world.yesterday)
    assert due(begun, "post_conference") == dt.date(2026, 11, 11)  # begun by the rule of its day
