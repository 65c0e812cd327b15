"""Reminders come due on school days, once, for the person who can act, and leave pauses them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.cadence import due_after
from coaching.models import Plan, Signature
from coaching.reminders import plan_reminders
from core.leases import Leased
from demo.builders.coaching import (
    make_feedback,
    make_plan,
    make_reflection,
    make_step,
    make_visit,
    sign,
)
from demo.builders.people import assign, make_coach, make_pair, make_school, make_system, make_year
from notices.actions.sending import find_about, why_not
from notices.models import NO_LONGER_TRUE, TOO_OLD, Notice
from people.models import Closure, CoachAssignment, Leave, User

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 2)  # nothing is closed around it but weekends
STATE = Leased.State


@pytest.fixture
def school(db):
    system = make_system()
    make_year(system)
    return make_school(system)


@pytest.fixture
def system(school):
    return school.school_system


@pytest.fixture
def pair(school):
    """A teacher and a coach since Monday, Nov 2, 2026; the cadence is 14 days."""
    return make_pair(school, starts_on=MONDAY)


def at(day, hour=6, minute=0, *, system):
    local = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=system.zone)
    return local.astimezone(dt.UTC)


def run(system, first, last):
    """Plan once a day, at the hour when reminders come due."""
    day = first
    while day <= last:
        plan_reminders(system, now=at(day, system=system))
        day += DAY


def told(kind):
    """(to whom, on which local day) of every reminder of a kind, oldest first."""
    rows = Notice.objects.filter(kind=kind).order_by("due_at", "to__name")
    rows = rows.select_related("to", "school_system")
    return [(row.to, row.due_at.astimezone(row.school_system.zone).date()) for row in rows]


def visit_on(pair, day, **fields):
    system = pair[0].school_system
    return make_visit(*pair, at(day, 10, system=system), notes=(), **fields)


def close(school, first, last=None, *, whole_system=True):
    return Closure.objects.create(
        school_system=school.school_system,
        school=None if whole_system else school,
        label="Closed",
        starts_on=first,
        ends_on=last or first,
    )


def away(person, first, back):
    membership = person.memberships.get()
    return Leave.objects.create(
        school_system=person.school_system, membership=membership, starts_on=first, ends_on=back
    )


# --- a visit is due ---------------------------------------------------------------------------


def test_a_visit_is_due_fourteen_days_after_the_assignment_began(system, pair):
    run(system, MONDAY, MONDAY + 20 * DAY)
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 16))]


def test_a_visit_is_due_fourteen_days_after_the_last_one_and_told_once_for_each_lapse(system, pair):
    visit_on(pair, dt.date(2026, 11, 4))
    run(system, MONDAY, dt.date(2026, 11, 30))
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 18))]
    visit_on(pair, dt.date(2026, 12, 1))
    run(system, dt.date(2026, 12, 1), dt.date(2026, 12, 18))
    assert told("visit_due")[1:] == [(pair[1], dt.date(2026, 12, 15))]


def test_the_cadence_is_the_system_s_own(system, pair):
    system.visit_cadence_days = 7
    system.save()
    run(system, MONDAY, dt.date(2026, 11, 12))
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 9))]


@pytest.mark.parametrize(
    ("closed", "due"),
    [
        ([], dt.date(2026, 11, 16)),
        ([dt.date(2026, 11, 16)], dt.date(2026, 11, 17)),
        ([dt.date(2026, 11, 16), dt.date(2026, 11, 17)], dt.date(2026, 11, 18)),
    ],
)
def test_a_visit_comes_due_on_a_school_day(system, school, pair, closed, due):
    for day in closed:
        close(school, day)
    run(system, MONDAY, dt.date(2026, 11, 20))
    assert told("visit_due") == [(pair[1], due)]


def test_a_closure_of_another_school_changes_nothing(system, pair):
    close(make_school(system), dt.date(2026, 11, 16), whole_system=False)
    run(system, MONDAY, dt.date(2026, 11, 18))
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 16))]


def test_days_of_leave_do_not_count(system, pair):
    away(pair[0], dt.date(2026, 11, 9), dt.date(2026, 11, 16))
    run(system, MONDAY, dt.date(2026, 11, 27))
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 23))]


def test_during_open_leave_no_visit_is_due(system, pair):
    away(pair[0], dt.date(2026, 11, 9), None)
    run(system, MONDAY, dt.date(2026, 12, 10))
    assert told("visit_due") == []


def test_a_coach_on_leave_is_told_on_returning(system, pair):
    away(pair[1], dt.date(2026, 11, 12), dt.date(2026, 11, 20))
    run(system, MONDAY, dt.date(2026, 11, 23))
    assert told("visit_due") == [(pair[1], dt.date(2026, 11, 20))]


def test_a_contributor_is_not_reminded_and_the_owner_of_today_is(system, school, pair):
    teacher, former = pair
    owner, contributor = make_coach(school), make_coach(school)
    teacher.teacher_assignments.update(ends_on=dt.date(2026, 11, 10))
    assign(teacher, owner, starts_on=dt.date(2026, 11, 10))
    assign(teacher, contributor, kind=CoachAssignment.Kind.CONTRIBUTOR, starts_on=MONDAY - 30 * DAY)
    run(system, MONDAY, dt.date(2026, 11, 27))
    assert told("visit_due") == [(owner, dt.date(2026, 11, 24))]
    assert former.notices.count() == 0


def test_who_has_left_is_not_reminded_of(system, pair):
    User.objects.filter(pk=pair[1].pk).update(is_active=False)
    run(system, MONDAY, dt.date(2026, 11, 20))
    assert told("visit_due") == []


def test_a_visit_made_before_the_mail_goes_makes_it_needless(system, pair):
    run(system, MONDAY, dt.date(2026, 11, 16))
    notice = Notice.objects.get()
    assert why_not(notice, find_about(notice), set()) == ""
    visit_on(pair, dt.date(2026, 11, 13))
    assert why_not(notice, find_about(notice), set()) == NO_LONGER_TRUE


def test_the_end_of_the_assignment_makes_it_needless(system, pair):
    run(system, MONDAY, dt.date(2026, 11, 16))
    notice = Notice.objects.get()
    pair[1].coach_assignments.update(ends_on=dt.date(2026, 11, 16))
    assert why_not(notice, find_about(notice), set()) == NO_LONGER_TRUE


spans = st.tuples(st.integers(0, 60), st.integers(1, 30))


@given(days=st.integers(1, 40), lengths=st.lists(spans, max_size=5))
def test_every_day_of_leave_moves_the_date_by_one_day(days, lengths):
    """Against the plain way: count days at work, one by one."""
    leaves, day = [], MONDAY
    for gap, length in lengths:
        starts_on = day + gap * DAY
        day = starts_on + length * DAY
        leaves.append((starts_on, day))
    counted, date = 0, MONDAY
    while counted < days:
        if not any(first <= date < back for first, back in leaves):
            counted += 1
        date += DAY
    assert due_after(MONDAY, days, leaves) == date


# --- feedback is not held ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        (dt.date(2026, 11, 3), dt.date(2026, 11, 5)),
        (dt.date(2026, 11, 5), dt.date(2026, 11, 9)),
        (dt.date(2026, 11, 6), dt.date(2026, 11, 10)),
    ],
)
def test_feedback_is_missed_two_school_days_after_the_visit(system, pair, visited, due):
    visit_on(pair, visited)
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("feedback_not_held") == [(pair[1], due)]


def test_days_without_school_do_not_count_for_feedback(system, school, pair):
    close(school, dt.date(2026, 11, 4), dt.date(2026, 11, 6))
    visit_on(pair, dt.date(2026, 11, 3))
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("feedback_not_held") == [(pair[1], dt.date(2026, 11, 10))]


def test_shared_feedback_and_a_running_visit_are_not_missed(system, pair):
    make_feedback(visit_on(pair, MONDAY), shared_at=at(MONDAY, 15, system=system))
    visit_on(pair, dt.date(2026, 11, 4), minutes=None)
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("feedback_not_held") == []


def test_a_coach_who_has_handed_over_is_not_asked_for_feedback(system, pair):
    visit_on(pair, dt.date(2026, 11, 3))
    pair[1].coach_assignments.update(ends_on=dt.date(2026, 11, 4))
    run(system, dt.date(2026, 11, 5), dt.date(2026, 11, 13))
    assert told("feedback_not_held") == []


def test_sharing_makes_the_reminder_needless(system, pair):
    visit = visit_on(pair, dt.date(2026, 11, 3))
    run(system, MONDAY, dt.date(2026, 11, 6))
    notice = Notice.objects.get(kind="feedback_not_held")
    assert why_not(notice, find_about(notice), set()) == ""
    make_feedback(visit, shared_at=at(dt.date(2026, 11, 6), 9, system=system))
    assert why_not(notice, find_about(notice), set()) == NO_LONGER_TRUE


# --- a plan waits for a signature --------------------------------------------------------------


def propose(pair, signer, day):
    plan = make_plan(*pair, opened_on=MONDAY)
    sign(plan, signer, at(day, 14, system=signer.school_system))
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.PROPOSED)
    return plan


@pytest.mark.parametrize("signer", [0, 1])
def test_the_other_one_is_reminded_three_school_days_after_the_first_signature(
    system, pair, signer
):
    propose(pair, pair[signer], dt.date(2026, 11, 5))
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("plan_waiting") == [(pair[1 - signer], dt.date(2026, 11, 10))]


def test_a_withdrawn_signature_waits_for_nobody(system, pair):
    propose(pair, pair[1], dt.date(2026, 11, 5))
    Signature.objects.update(withdrawn_at=at(dt.date(2026, 11, 6), system=system))
    Plan.objects.update(status=Plan.Status.DRAFT)
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("plan_waiting") == []


def test_a_coach_who_is_no_longer_owner_cannot_sign_and_is_not_asked(system, pair):
    propose(pair, pair[0], dt.date(2026, 11, 5))
    pair[1].coach_assignments.update(kind=CoachAssignment.Kind.CONTRIBUTOR)
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("plan_waiting") == []


# --- a step is checked -------------------------------------------------------------------------


def test_teacher_and_coach_are_told_on_the_day_of_the_check(system, pair):
    make_step(*pair, check_back_on=dt.date(2026, 11, 10), shared_at=at(MONDAY, system=system))
    run(system, MONDAY, dt.date(2026, 11, 13))
    due = dt.date(2026, 11, 10)
    assert sorted(told("step_check_back"), key=lambda row: row[0].pk) == [
        (person, due) for person in sorted(pair, key=lambda person: person.pk)
    ]


def test_a_check_on_a_saturday_is_told_on_monday(system, pair):
    make_step(*pair, check_back_on=dt.date(2026, 11, 7), shared_at=at(MONDAY, system=system))
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert {day for _, day in told("step_check_back")} == {dt.date(2026, 11, 9)}


def test_a_moved_date_is_a_new_check_and_the_old_one_is_needless(system, pair):
    step = make_step(*pair, check_back_on=MONDAY, shared_at=at(MONDAY, system=system))
    run(system, MONDAY, MONDAY)
    notice = pair[0].notices.get()
    assert why_not(notice, find_about(notice), set()) == ""
    step.check_back_on = dt.date(2026, 11, 4)
    step.save()
    assert why_not(notice, find_about(notice), set()) == NO_LONGER_TRUE
    run(system, MONDAY, dt.date(2026, 11, 5))
    assert pair[0].notices.filter(kind="step_check_back").count() == 2


@pytest.mark.parametrize("changes", [{"status": "met"}, {"removed_at": "now"}, {"shared_at": None}])
def test_a_step_that_is_over_removed_or_not_shared_is_not_checked(system, pair, changes):
    fields = {"shared_at": at(MONDAY, system=system), **changes}
    if "removed_at" in changes:
        fields["removed_at"] = at(MONDAY, system=system)
    make_step(*pair, check_back_on=MONDAY, **fields)
    run(system, MONDAY, MONDAY)
    assert told("step_check_back") == []


# --- a reflection is asked ---------------------------------------------------------------------


def agree(pair, day=MONDAY):
    """An agreed plan whose one step is due two weeks after `day` and that has one prompt."""
    plan = make_plan(*pair, opened_on=day)
    when = at(day, 15, system=pair[0].school_system)
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.AGREED, agreed_at=when)
    return plan


def test_the_teacher_is_asked_to_reflect_when_a_step_is_due(system, pair):
    agree(pair)
    run(system, MONDAY, dt.date(2026, 11, 20))
    assert told("reflection_asked") == [(pair[0], dt.date(2026, 11, 16))]


def test_the_teacher_is_asked_to_reflect_when_a_step_is_met(system, pair):
    plan = agree(pair)
    plan.steps.update(status="met", met_at=at(dt.date(2026, 11, 10), 11, system=system))
    run(system, MONDAY, dt.date(2026, 11, 13))
    assert told("reflection_asked") == [(pair[0], dt.date(2026, 11, 10))]


def test_who_has_begun_to_write_is_not_asked(system, pair):
    make_reflection(agree(pair), text="A first thought.")
    run(system, MONDAY, dt.date(2026, 11, 20))
    assert told("reflection_asked") == []


def test_an_empty_draft_is_no_answer_and_a_removed_prompt_no_question(system, pair):
    plan = agree(pair)
    make_reflection(plan, text="")
    run(system, MONDAY, dt.date(2026, 11, 16))
    assert len(told("reflection_asked")) == 1
    Notice.objects.all().delete()
    plan.prompts.update(removed_at=at(MONDAY, system=system))
    run(system, MONDAY, dt.date(2026, 11, 20))
    assert told("reflection_asked") == []


# --- for all of them ---------------------------------------------------------------------------


def everything(pair, system):
    """One of each kind, due by Monday, Nov 16."""
    visit_on(pair, MONDAY)
    agree(pair)
    make_step(*pair, check_back_on=dt.date(2026, 11, 16), shared_at=at(MONDAY, system=system))


def kinds():
    return sorted(Notice.objects.values_list("kind", flat=True))


def test_two_beats_for_ten_minutes_write_what_one_writes_once(system, school):
    for _ in range(3):
        everything(make_pair(school, starts_on=MONDAY), system)
    now = at(dt.date(2026, 11, 16), system=system)
    plan_reminders(system, now=now)
    once = set(Notice.objects.values_list("kind", "to", "about_id", "slot", "due_at", "state"))
    for minute in range(10):
        for _beat in range(2):
            plan_reminders(system, now=now + dt.timedelta(minutes=minute))
    again = Notice.objects.values_list("kind", "to", "about_id", "slot", "due_at", "state")
    assert set(again) == once
    assert len(again) == len(once) == 15


def test_after_an_outage_what_is_over_twelve_hours_old_is_in_the_bell_but_not_mailed(system, pair):
    due = dt.date(2026, 11, 16)
    make_step(*pair, check_back_on=due, shared_at=at(MONDAY, system=system))
    plan_reminders(system, now=at(due, 18, system=system))
    notice = pair[0].notices.get()
    assert (notice.state, notice.reason) == (STATE.SKIPPED, TOO_OLD)
    assert list(pair[0].notices.unread()) == [notice]


def test_what_came_due_more_than_thirty_days_ago_is_no_news(system, pair):
    make_step(*pair, check_back_on=MONDAY, shared_at=at(MONDAY, system=system))
    plan_reminders(system, now=at(MONDAY + 30 * DAY, system=system))
    assert told("step_check_back") == []
    plan_reminders(system, now=at(MONDAY + 29 * DAY, system=system))
    assert len(told("step_check_back")) == 2


def test_after_a_short_outage_it_is_mailed(system, pair):
    due = dt.date(2026, 11, 16)
    make_step(*pair, check_back_on=due, shared_at=at(MONDAY, system=system))
    plan_reminders(system, now=at(due, 17, 59, system=system))
    assert pair[0].notices.get().state == STATE.DUE


def test_the_day_begins_on_the_clocks_of_the_system(db):
    for zone in ("America/New_York", "America/Adak"):
        system = make_system(zone, time_zone=zone)
        pair = make_pair(make_school(system), starts_on=MONDAY)
        make_step(*pair, check_back_on=MONDAY, shared_at=at(MONDAY, system=system))
        six = at(MONDAY, 6, system=system)
        plan_reminders(system, now=six - dt.timedelta(seconds=1))
        assert pair[0].notices.count() == 0
        plan_reminders(system, now=six)
        assert pair[0].notices.get().due_at == six


def test_one_system_s_reminders_stay_in_it(system, pair):
    other = make_system("Other Parish Schools")
    everything(make_pair(make_school(other), starts_on=MONDAY), other)
    plan_reminders(system, now=at(dt.date(2026, 11, 16), system=system))
    assert set(Notice.objects.values_list("school_system", flat=True)) == {system.pk}


@pytest.mark.parametrize("teachers", [1, 12])
def test_planning_asks_as_often_for_twelve_teachers_as_for_one(
    system, school, teachers, django_assert_num_queries
):
    for _ in range(teachers):
        everything(make_pair(school, starts_on=MONDAY), system)
    with django_assert_num_queries(42):
        plan_reminders(system, now=at(dt.date(2026, 11, 16), system=system))
    assert kinds().count("visit_due") == teachers
