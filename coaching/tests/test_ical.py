"""A planned visit as a calendar file: what it says, when it is, and what it keeps to itself."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from coaching.ical import span_of, time_of
from coaching.models import Visit
from demo.builders import coaching as build
from demo.builders import people
from people.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def pair():
    school = people.make_school(people.make_system(), "Cypress Elementary")
    teacher = people.make_teacher(school, "Tess Arceneaux")
    coach = people.make_coach(school, "Olga Fontenot")
    people.assign(teacher, coach)
    return teacher, coach


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


def plan(pair, **fields):
    return build.plan_visit(*pair, pair[1].today + DAY, **fields)


def file_of(client, visit):
    return client.get(reverse("coaching:visit_calendar", args=[visit.pk]))


def event_of(client, visit):
    (event,) = Calendar.from_ical(file_of(client, visit).content).walk("VEVENT")
    return event


def test_a_planned_visit_is_a_file_with_initials_and_no_words_of_anybody(coach, pair):
    visit = plan(pair, period="after lunch", lesson="Unit 3", is_announced=True)
    response = file_of(coach, visit)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="coaching-visit-{visit.planned_on}.ics"'
    )
    for text in ("Tess", "Arceneaux", "Olga", "Unit 3", "after lunch", "Cypress"):
        assert text not in response.text
    event = event_of(coach, visit)
    assert str(event["SUMMARY"]) == "Coaching visit (TA)"
    assert str(event["UID"]) == f"{visit.pk}@throughline"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["URL"]).endswith(visit.get_absolute_url())
    assert set(event) == {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "SUMMARY",
        "STATUS",
        "CLASS",
        "URL",
        "DTSTART",
        "DTEND",
        "TRANSP",
    }


def test_without_a_time_it_is_the_whole_day(coach, pair):
    visit = plan(pair, period="2nd period")
    event = event_of(coach, visit)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (visit.planned_on, visit.planned_on + DAY)


def test_with_a_time_it_is_half_an_hour_in_the_zone_of_the_school(coach, pair):
    visit = plan(pair, period="9:05")
    event = event_of(coach, visit)
    starts = dt.datetime.combine(visit.planned_on, dt.time(9, 5), CHICAGO)
    assert event["DTSTART"].dt == starts
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(minutes=30)
    calendar = Calendar.from_ical(file_of(coach, visit).content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Chicago"]


@pytest.mark.parametrize(
    ("day", "period", "starts", "ends"),
    [
        ("2026-03-06", "9:00", "2026-03-06T15:00Z", "2026-03-06T15:30Z"),
        ("2026-03-09", "9:00", "2026-03-09T14:00Z", "2026-03-09T14:30Z"),
        ("2026-03-08", "2:30 am", "2026-03-08T08:00Z", "2026-03-08T08:30Z"),  # skipped by clocks
        ("2026-11-01", "1:30 am", "2026-11-01T06:30Z", "2026-11-01T07:00Z"),  # comes twice
        ("2026-11-02", "9:00", "2026-11-02T15:00Z", "2026-11-02T15:30Z"),
    ],
)
def test_the_days_on_which_clocks_change(day, period, starts, ends, pair):
    visit = Visit(planned_on=dt.date.fromisoformat(day), period=period)
    span = [moment.astimezone(dt.UTC) for moment in span_of(visit, CHICAGO)]
    assert span == [dt.datetime.fromisoformat(text) for text in (starts, ends)]


@pytest.mark.parametrize(
    ("period", "time"),
    [
        ("9:05", "09:05"),
        (" 10:15 ", "10:15"),
        ("1:15", "13:15"),
        ("1:15 PM", "13:15"),
        ("12:10 p.m.", "12:10"),
        ("12:10 am", "00:10"),
        ("13:05", "13:05"),
        ("2nd period", None),
        ("", None),
        ("25:00", None),
        ("13:05 pm", None),
        ("9:75", None),
        ("9:05\nBEGIN:VEVENT", None),
    ],
)
def test_a_period_that_is_a_time(period, time):
    assert time_of(period) == (time and dt.time.fromisoformat(time))


def test_it_keeps_its_id_and_its_sequence_grows_with_each_change(coach, pair):
    visit = plan(pair)
    before = event_of(coach, visit)
    url = reverse("coaching:visit_replan", args=[visit.pk])
    coach.post(url, {"planned_on": visit.planned_on, "period": "9:05", "kind": "informal"})
    once = event_of(coach, visit)
    for name in ("visit_unplan", "visit_unplan_undo"):
        coach.post(reverse(f"coaching:{name}", args=[visit.pk]))
    twice = event_of(coach, visit)
    assert [event["SEQUENCE"] for event in (before, once, twice)] == [0, 1, 3]
    assert {str(event["UID"]) for event in (before, once, twice)} == {f"{visit.pk}@throughline"}


def test_a_hostile_name_stays_one_title(coach, pair):
    name = "\r\nBEGIN:VEVENT ,;\\ \u2028"
    User.objects.filter(pk=pair[0].pk).update(name=name)
    event = event_of(coach, plan(pair))
    assert str(event["SUMMARY"]) == "Coaching visit (B,)"


def test_the_teacher_reads_her_coachs_initials(client, pair):
    visit = plan(pair, is_announced=True)
    client.force_login(pair[0])
    assert str(event_of(client, visit)["SUMMARY"]) == "Coaching visit (OF)"
    assert (
        reverse("coaching:visit_calendar", args=[visit.pk])
        in client.get(visit.get_absolute_url()).text
    )


@pytest.mark.parametrize("name", ["visit_unplan", "visit_begin"])
def test_there_is_no_file_of_what_is_not_planned(name, coach, pair):
    visit = plan(pair)
    coach.post(reverse(f"coaching:{name}", args=[visit.pk]))
    assert file_of(coach, visit).status_code == 404
