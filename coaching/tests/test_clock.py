"""The observation clock counts school days at work, in every zone and on every day of the year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.clock import Clock, Step, WorkDays
from coaching.models import ObservationRound
from coaching.reminders import SystemDay
from core import wall_clock
from notices.hours import DAY_BEGINS
from people.models import SchoolSystem
from people.models.system import time_zones
from people.school_days import SchoolCalendar, SystemCalendar

DAY = dt.timedelta(days=1)
YEARS = ((dt.date(2025, 8, 7), dt.date(2026, 5, 22)), (dt.date(2026, 8, 6), dt.date(2027, 5, 21)))
CLOSURES = (
    (dt.date(2025, 11, 24), dt.date(2025, 11, 28)),
    (dt.date(2025, 12, 22), dt.date(2026, 1, 2)),
    (dt.date(2026, 2, 16), dt.date(2026, 2, 18)),
    (dt.date(2026, 3, 9), dt.date(2026, 3, 9)),  # the Monday after clocks go forward
    (dt.date(2026, 4, 3), dt.date(2026, 4, 10)),
    (dt.date(2026, 11, 2), dt.date(2026, 11, 2)),  # the Monday after they go back
    (dt.date(2026, 11, 23), dt.date(2026, 11, 27)),
    (dt.date(2026, 12, 21), dt.date(2027, 1, 4)),
)
ZONES = [name for name, _label in time_zones()]
TWO_YEARS = [dt.date(2025, 8, 7) + DAY * n for n in range(654)]  # to the last day of 2026–27
CALENDAR = SchoolCalendar(YEARS, CLOSURES)
NUMBERS = {
    "pre_conference_days": 1,
    "post_conference_days": 5,
    "follow_up_from_weeks": 2,
    "follow_up_until_weeks": 6,
}
SCHOOL_DAYS = [day for day in TWO_YEARS if CALENDAR.is_school_day(day)]


def clock(leaves=(), soon_days=3):
    closures = tuple((None, *span) for span in CLOSURES)
    return Clock(SystemCalendar(YEARS, closures), {None: list(leaves)}, soon_days)


def a_round(**dates):
    return ObservationRound(**(NUMBERS | dates))


def spans(leaves=(), **dates):
    return clock(leaves).spans(a_round(**dates))


def due(step, leaves=(), **dates):
    return spans(leaves, **dates)[step].due_on


def test_the_clock_is_tried_in_every_zone_on_every_day():
    assert (len(ZONES), len(TWO_YEARS), TWO_YEARS[-1]) == (8, 654, dt.date(2027, 5, 22))


@pytest.mark.parametrize("zone_name", ZONES)
def test_a_step_done_at_any_hour_counts_from_the_date_on_the_wall(zone_name):
    """For each day of two school years, in the first and the last minute of the local day, also on
    those on which clocks change: the post-conference is due exactly five school days later, and the
    reminder comes on a school day, when the day begins there."""
    system = SchoolSystem(time_zone=zone_name)
    for day in TWO_YEARS:
        for wall in (dt.time(0, 0), dt.time(2, 30), dt.time(23, 59)):
            moment = wall_clock.at(day, wall, system.zone)
            assert moment.astimezone(system.zone).date() == day
        span = spans(visit_on=day)[Step.POST_CONFERENCE]
        assert CALENDAR.is_school_day(span.due_on)
        assert CALENDAR.between(day, span.due_on) == 5
        told_from = wall_clock.at(span.soon_on, DAY_BEGINS, system.zone)
        local = told_from.astimezone(system.zone)
        assert (local.date(), local.time()) == (span.soon_on, DAY_BEGINS)
        assert day <= span.soon_on <= span.due_on


@pytest.mark.parametrize("zone_name", ZONES)
def test_reminders_are_told_on_school_days_in_every_zone(zone_name):
    system = SchoolSystem(time_zone=zone_name)
    today = SystemDay(
        system, TWO_YEARS[0], SystemCalendar(YEARS, clock().calendar.closures), {}, {}, {}
    )
    row = a_round(school_system=system)
    for day in TWO_YEARS:
        [reminder] = today.reminders(row, ["somebody"], slot="", due=day)
        local = reminder.told_from.astimezone(system.zone)
        assert CALENDAR.is_school_day(local.date())
        assert CALENDAR.between(day - DAY, local.date()) == 1
        assert local.time() == DAY_BEGINS


def test_the_pre_conference_is_a_school_day_before_any_visit():
    for day in SCHOOL_DAYS:
        last = due(Step.PRE_CONFERENCE, is_announced=True, visit_planned_on=day)
        assert last < day
        assert CALENDAR.is_school_day(last)
        assert CALENDAR.between(last, day) == 1


def test_the_targeted_visit_has_school_days_two_to_six_weeks_later():
    for day in TWO_YEARS:
        window = spans(visit_on=day, post_conference_on=day)[Step.FOLLOW_UP]
        latest = day + dt.timedelta(weeks=6)
        assert window.opens_on >= day + dt.timedelta(weeks=2)
        assert CALENDAR.is_school_day(window.opens_on)
        assert CALENDAR.is_school_day(window.due_on)
        assert window.due_on <= max(latest, window.opens_on)
        if window.due_on < latest:
            assert CALENDAR.between(window.due_on, latest) == 0


@given(
    visit=st.sampled_from(SCHOOL_DAYS),
    first=st.integers(-10, 30),
    length=st.integers(1, 40),
)
def test_leave_moves_what_is_due_by_its_school_days_and_never_forward(visit, first, length):
    begins = visit + DAY * first
    back = begins + DAY * length
    plain = due(Step.POST_CONFERENCE, visit_on=visit)
    paused = due(Step.POST_CONFERENCE, [(begins, back)], visit_on=visit)
    assert paused >= plain
    assert not begins <= paused < back
    at_work = WorkDays.of(CALENDAR, [(begins, back)]).calendar
    assert at_work.between(visit, paused) == 5


def test_leave_without_a_return_pauses_what_would_fall_into_it():
    visit = dt.date(2026, 10, 5)
    assert due(Step.POST_CONFERENCE, [(dt.date(2026, 10, 7), None)], visit_on=visit) is None
    assert due(Step.POST_CONFERENCE, [(dt.date(2026, 10, 13), None)], visit_on=visit) == dt.date(
        2026, 10, 12
    )


@given(day=st.sampled_from(SCHOOL_DAYS), closed=st.sampled_from(SCHOOL_DAYS))
def test_one_more_day_without_school_never_makes_anything_due_earlier(day, closed):
    before = due(Step.POST_CONFERENCE, visit_on=day)
    more = (*CLOSURES, (closed, closed))
    after = WorkDays.of(SchoolCalendar(YEARS, more), ()).after(day, 5)
    assert after >= before
    if not day < closed <= before:
        assert after == before


@pytest.mark.parametrize(
    ("dates", "step", "day"),
    [
        # Thanksgiving week is closed: five school days after Nov 19 is Dec 3.
        ({"visit_on": dt.date(2026, 11, 19)}, Step.POST_CONFERENCE, dt.date(2026, 12, 3)),
        ({"visit_on": dt.date(2026, 11, 19)}, Step.SELF_ASSESSMENT, dt.date(2026, 12, 3)),
        # The Monday is closed: the last day before Tuesday's visit is Friday.
        (
            {"is_announced": True, "visit_planned_on": dt.date(2026, 11, 3)},
            Step.PRE_CONFERENCE,
            dt.date(2026, 10, 30),
        ),
        # Six weeks after Nov 12 fall into the winter break: the last school day before it.
        (
            {"visit_on": dt.date(2026, 11, 10), "post_conference_on": dt.date(2026, 11, 12)},
            Step.FOLLOW_UP,
            dt.date(2026, 12, 18),
        ),
        # Two weeks after Nov 12 are in the closed week: the window opens on the Monday after it.
        (
            {"visit_on": dt.date(2026, 11, 10), "post_conference_on": dt.date(2026, 11, 12)},
            Step.ADJUSTMENT,
            dt.date(2026, 11, 30),
        ),
        ({"next_visit_by": dt.date(2027, 2, 1)}, Step.NEXT_VISIT, dt.date(2027, 2, 1)),
        ({}, Step.POST_CONFERENCE, None),
        ({"visit_on": dt.date(2026, 11, 10)}, Step.FOLLOW_UP, None),
    ],
)
def test_known_days(dates, step, day):
    assert due(step, **dates) == day


def test_a_pre_conference_is_asked_for_no_more_once_the_visit_was_held():
    day = dt.date(2026, 10, 7)
    found = spans(is_announced=True, visit_planned_on=day, visit_on=day)
    assert found[Step.PRE_CONFERENCE].due_on is None
