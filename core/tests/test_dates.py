import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone

from core import dates

CHICAGO = ZoneInfo("America/Chicago")
NOV_24 = dt.date(2026, 11, 24)


def test_a_date_is_written_with_its_weekday_and_year():
    assert dates.long_date(NOV_24) == "Tue, Nov 24, 2026"


def test_a_moment_just_after_midnight_in_utc_is_still_the_day_before_in_louisiana():
    late = dt.datetime(2026, 11, 25, 3, 5, tzinfo=dt.UTC)

    with timezone.override(CHICAGO):
        assert dates.long_date(late) == "Tue, Nov 24, 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (15, 5, "9:05 AM CST"),
        (6, 0, "12:00 AM CST"),
        (18, 0, "12:00 PM CST"),
        (23, 59, "5:59 PM CST"),
    ],
)
def test_a_time_says_morning_or_afternoon_and_its_zone(hour, minute, words):
    moment = dt.datetime(2026, 11, 24, hour, minute, tzinfo=dt.UTC)

    assert dates.clock(moment, CHICAGO) == words


def test_summer_time_is_named():
    assert dates.clock(dt.datetime(2026, 9, 1, 14, 5, tzinfo=dt.UTC), CHICAGO) == "9:05 AM CDT"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (-1, "tomorrow"), (-2, "in 2 days")],
)
def test_days_ago_in_words(days, words):
    assert dates.days_ago(NOV_24 - dt.timedelta(days=days), NOV_24) == words


@pytest.mark.parametrize(
    ("length", "words"), [(42, "42 min"), (60, "1 h"), (65, "1 h 5 min"), (0, "0 min")]
)
def test_minutes_in_words(length, words):
    assert dates.minutes(length) == words
    assert dates.minutes(dt.timedelta(minutes=length)) == words


def test_a_school_year_over_the_turn_of_a_century_keeps_two_digits():
    assert dates.school_year_name(dt.date(2026, 8, 6)) == "2026–27"
    assert dates.school_year_name(dt.date(2099, 8, 6)) == "2099–00"


def test_a_week_is_named_by_its_monday():
    assert dates.week_of(NOV_24) == "Week of Mon, Nov 23, 2026"


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "11/24/2026", "11/24/26", " Nov 24, 2026 ", "November 24, 2026"]
)
def test_a_date_is_read_as_people_type_it(typed):
    assert dates.parse_date(typed, "the next visit") == NOV_24


@pytest.mark.parametrize("typed", ["", "soon", "13/45/2026", "24.11.2026"])
def test_a_date_that_cannot_be_read_is_named_with_an_example(typed):
    with pytest.raises(ValidationError) as caught:
        dates.parse_date(typed, "the date of the next visit")

    assert caught.value.messages == ["Enter the date of the next visit, like 11/24/2026"]


def test_a_date_in_a_page_carries_its_machine_form():
    page = Template("{% load throughline %}{{ day|long_date }}|{{ none|long_date }}")

    assert page.render(Context({"day": NOV_24, "none": None})) == (
        '<time datetime="2026-11-24">Tue, Nov 24, 2026</time>|'
    )
