import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import wall_clock
from notices import hours

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/New_York",
        "America/Adak",
        "Asia/Kolkata",
    )
]
CHICAGO = ZONES[0]
in_a_zone = st.sampled_from(ZONES)
some_day = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
some_moment = st.builds(dt.datetime.combine, some_day, st.times(), tzinfo=st.just(dt.UTC))


def local(moment, zone=CHICAGO):
    return moment.astimezone(zone).strftime("%a %Y-%m-%d %H:%M %Z")


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_local_weekday_of_two_years_has_one_slot_for_the_daily_mail(zone):
    moment = dt.datetime(2026, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    end = dt.datetime(2028, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    slots = {}
    while moment < end:
        if slot := hours.daily_mail_slot(moment, zone):
            slots.setdefault(slot[0], set()).add(slot[1])
        moment += dt.timedelta(minutes=30)
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(730)]
    assert sorted(slots) == [day for day in days if day.weekday() < 5]
    assert {len(times) for times in slots.values()} == {1}
    seven = {time.astimezone(zone).time() for times in slots.values() for time in times}
    assert seven == {dt.time(7)}


@given(day=some_day, time=st.times(), zone=in_a_zone)
def test_a_time_of_the_day_is_that_time_or_the_first_minute_after_a_gap(day, time, zone):
    moment = wall_clock.at(day, time.replace(second=0, microsecond=0), zone)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    wanted = dt.datetime.combine(day, time.replace(second=0, microsecond=0))
    before = (moment - dt.timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
    assert shown == wanted or before < wanted < shown


@given(day=some_day, time=st.times(), zone=in_a_zone)
def test_of_a_time_that_comes_twice_the_first_counts(day, time, zone):
    moment = wall_clock.at(day, time, zone)
    an_hour_before = (moment - dt.timedelta(hours=1)).astimezone(zone)
    assert an_hour_before.replace(tzinfo=None) != moment.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("day", "time", "shown"),
    [
        (dt.date(2027, 3, 14), dt.time(1, 59), "Sun 2027-03-14 01:59 CST"),
        (dt.date(2027, 3, 14), dt.time(2, 0), "Sun 2027-03-14 03:00 CDT"),
        (dt.date(2027, 3, 14), dt.time(2, 30), "Sun 2027-03-14 03:00 CDT"),
        (dt.date(2027, 3, 14), dt.time(7, 0), "Sun 2027-03-14 07:00 CDT"),
        (dt.date(2027, 11, 7), dt.time(1, 30), "Sun 2027-11-07 01:30 CDT"),
        (dt.date(2027, 11, 7), dt.time(2, 0), "Sun 2027-11-07 02:00 CST"),
    ],
)
def test_both_changes_of_2027(day, time, shown):
    assert local(wall_clock.at(day, time, CHICAGO)) == shown


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ("2026-11-17 06:00", "Tue 2026-11-17 06:00 CST"),
        ("2026-11-17 12:34", "Tue 2026-11-17 12:34 CST"),
        ("2026-11-17 17:59", "Tue 2026-11-17 17:59 CST"),
        ("2026-11-17 18:00", "Wed 2026-11-18 06:00 CST"),
        ("2026-11-17 23:59", "Wed 2026-11-18 06:00 CST"),
        ("2026-11-18 00:00", "Wed 2026-11-18 06:00 CST"),
        ("2026-11-18 05:59", "Wed 2026-11-18 06:00 CST"),
        ("2026-11-20 18:00", "Mon 2026-11-23 06:00 CST"),
        ("2026-11-21 12:00", "Mon 2026-11-23 06:00 CST"),
        ("2026-11-22 23:00", "Mon 2026-11-23 06:00 CST"),
        ("2027-03-12 19:00", "Mon 2027-03-15 06:00 CDT"),
        ("2027-11-05 19:00", "Mon 2027-11-08 06:00 CST"),
    ],
)
def test_quiet_hours(asked, allowed):
    moment = dt.datetime.fromisoformat(asked).replace(tzinfo=CHICAGO).astimezone(dt.UTC)
    assert local(hours.next_allowed(moment, CHICAGO)) == allowed


@given(moment=some_moment, zone=in_a_zone)
def test_what_is_put_off_is_put_off_once_and_for_at_most_a_weekend(moment, zone):
    allowed = hours.next_allowed(moment, zone)
    assert not hours.is_quiet(allowed, zone)
    assert hours.next_allowed(allowed, zone) == allowed
    assert dt.timedelta() <= allowed - moment <= dt.timedelta(hours=61)


def test_a_daily_mail_is_late_from_6_pm_on():
    assert hours.daily_mail_slot(dt.datetime(2026, 11, 17, 23, 59, tzinfo=dt.UTC), CHICAGO)
    assert hours.daily_mail_slot(dt.datetime(2026, 11, 18, 0, 0, tzinfo=dt.UTC), CHICAGO) is None
