"""School days of a draft: never too early, whatever holidays and leave lie in between."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from coaching.retention import ENDS_AFTER, TOLD_AFTER, course, working_day
from people.school_days import SchoolCalendar

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 9, 7)
OPEN = SchoolCalendar((), ())


def spans(longest):
    starts, lengths = st.integers(-20, 120), st.integers(1, longest)
    pairs = st.tuples(starts, lengths)
    return st.lists(
        pairs.map(lambda one: (MONDAY + one[0] * DAY, MONDAY + (one[0] + one[1]) * DAY)),
        max_size=4,
    )


@st.composite
def situations(draw):
    """(day written, day first looked at, calendar, leaves with a day of return)."""
    closures = tuple((a, b - DAY) for a, b in draw(spans(12)))
    ended_on = MONDAY + draw(st.integers(0, 30)) * DAY
    first_seen = ended_on + draw(st.integers(0, 90)) * DAY
    return ended_on, first_seen, SchoolCalendar((), closures), draw(spans(40))


def counted(first, last, calendar, leaves):
    """School days after `first`, up to and with `last`, on which the author was not away."""
    days = [first + DAY * n for n in range(1, (last - first).days + 1)]
    away = [any(a <= day < b for a, b in leaves) for day in days]
    return sum(
        calendar.is_school_day(day) and not is_away for day, is_away in zip(days, away, strict=True)
    )


def test_without_holidays_thirty_school_days_are_six_weeks():
    runs = course(MONDAY, MONDAY, OPEN, ())
    assert runs.ends_on == MONDAY + 42 * DAY
    assert runs.told == {
        15: MONDAY + 21 * DAY,
        22: MONDAY + 30 * DAY,
        28: MONDAY + 38 * DAY,
    }


def test_leave_and_closures_are_not_counted():
    closed = SchoolCalendar((), ((MONDAY + 7 * DAY, MONDAY + 11 * DAY),))
    assert course(MONDAY, MONDAY, closed, ()).ends_on == MONDAY + 49 * DAY
    away = [(MONDAY + 14 * DAY, MONDAY + 28 * DAY)]
    assert course(MONDAY, MONDAY, closed, away).ends_on == MONDAY + 63 * DAY


def test_leave_without_a_return_stops_the_clock():
    runs = course(MONDAY, MONDAY, OPEN, [(MONDAY + 25 * DAY, None)])
    assert runs.told == {15: MONDAY + 21 * DAY, 22: None, 28: None}
    assert runs.ends_on is None


def test_who_is_told_late_keeps_the_days_between_telling_and_the_end():
    late = MONDAY + 200 * DAY
    runs = course(MONDAY, late, OPEN, ())
    assert runs.told[15] == late
    assert counted(late, runs.ends_on, OPEN, ()) == ENDS_AFTER - TOLD_AFTER[0]


@given(situations())
def test_a_draft_ends_after_exactly_thirty_working_days_or_fifteen_after_the_first_word(situation):
    ended_on, first_seen, calendar, leaves = situation
    runs = course(ended_on, first_seen, calendar, leaves)
    days = [*runs.told.values(), runs.ends_on]
    assert days == sorted(days)
    assert counted(runs.told[15], runs.ends_on, calendar, leaves) == 15
    assert counted(ended_on, runs.ends_on, calendar, leaves) >= ENDS_AFTER
    if runs.told[15] > first_seen:
        assert counted(ended_on, runs.ends_on, calendar, leaves) == ENDS_AFTER


@given(situations(), spans(40))
def test_more_leave_or_closures_never_bring_the_end_nearer(situation, more):
    ended_on, first_seen, calendar, leaves = situation
    before = course(ended_on, first_seen, calendar, leaves).ends_on
    assert course(ended_on, first_seen, calendar, [*leaves, *more]).ends_on >= before
    closed = SchoolCalendar((), (*calendar.closures, *((a, b - DAY) for a, b in more)))
    assert course(ended_on, first_seen, closed, leaves).ends_on >= before


@given(situations(), st.integers(1, 40))
def test_the_day_counted_to_is_itself_a_school_day_at_work(situation, count):
    ended_on, _first_seen, calendar, leaves = situation
    day = working_day(ended_on, count, calendar, leaves)
    assert calendar.is_school_day(day)
    assert not any(a <= day < b for a, b in leaves)
    assert counted(ended_on, day, calendar, leaves) == count
