"""Visits made on paper: entered afterwards, and from then on like any other."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.log import log_of
from coaching.models import EvidenceNote, LookForMark, Visit
from coaching.paper import read_notes
from coaching.timeline import minutes_of
from core import wall_clock
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people
from people.models import CoachAssignment
from tests.pages import form_with

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOTES = "9:05 Six students write.\nTwo of them read aloud.\n 9:20: T asks “Why?”"


@pytest.fixture
def school():
    return people.make_school(people.make_system())


@pytest.fixture
def pair(school):
    return people.make_pair(school)


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def form_of(pair, **changes):
    data = {
        "visit_id": str(uuid7()),
        "day": (pair[1].today - DAY).isoformat(),
        "starts": "09:00",
        "ends": "09:40",
        "period": "",
        "kind": "follow_up",
        "notes": NOTES,
    }
    return data | changes


def enter(coach, pair, **changes):
    return coach.post(url("paper_visit", pair[0].pk), form_of(pair, **changes))


def at(pair, hour, minute=0):
    return wall_clock.at(pair[1].today - DAY, dt.time(hour, minute), pair[1].zone)


def test_it_is_an_ended_visit_with_its_notes_at_their_times(coach, pair):
    response = enter(coach, pair, period="2nd period")
    visit = Visit.objects.get()
    assert response.url == url("visit_review", visit.pk)
    assert (visit.started_at, visit.ended_at) == (at(pair, 9), at(pair, 9, 40))
    assert (visit.teacher, visit.coach, visit.kind) == (*pair, "follow_up")
    assert (visit.status, visit.period, visit.minutes) == ("draft", "2nd period", 40)
    assert visit.school == pair[0].memberships.get().school
    assert list(visit.notes.values_list("seq", "occurred_at", "text", "author")) == [
        (1, at(pair, 9, 5), "Six students write.", pair[1].pk),
        (2, at(pair, 9, 5), "Two of them read aloud.", pair[1].pk),
        (3, at(pair, 9, 20), "T asks “Why?”", pair[1].pk),
    ]


def test_it_is_reviewed_and_fed_back_like_any_other(coach, pair):
    enter(coach, pair)
    visit = Visit.objects.get()
    assert "T asks" in coach.get(url("visit_review", visit.pk)).text
    assert coach.get(url("feedback_edit", visit.pk)).status_code == 200
    build.make_feedback(visit, shared_at=timezone.now())
    teacher = Client()
    teacher.force_login(pair[0])
    assert "Six students write." in teacher.get(url("visit_detail", visit.pk)).text


def test_the_teacher_reads_nothing_before_it_is_shared(coach, pair):
    enter(coach, pair)
    teacher = Client()
    teacher.force_login(pair[0])
    assert teacher.get(url("visit_detail", Visit.objects.get().pk)).status_code == 404


def test_the_times_are_those_of_the_schools_clocks(client):
    school = people.make_school(people.make_system(time_zone="America/Los_Angeles"))
    pair = people.make_pair(school)
    client.force_login(pair[1])
    enter(client, pair, day="2026-11-03")
    assert Visit.objects.get().started_at == dt.datetime(2026, 11, 3, 17, tzinfo=dt.UTC)


def test_with_the_period_alone_no_hour_is_made_up(coach, pair):
    enter(coach, pair, starts="", ends="", period="2nd period")
    visit = Visit.objects.get()
    assert (visit.hours_are_known, visit.minutes, visit.status) == (False, None, "draft")
    assert visit.started_at == visit.ended_at == at(pair, 12)
    assert visit.notes.earliest("seq").text == "9:05 Six students write."
    for page in (url("visit_review", visit.pk), url("visit_list"), url("visit_detail", visit.pk)):
        text = coach.get(page).text
        assert "2nd period" in text
        assert "12:00 PM" not in text
    assert [line.minutes for line in log_of(pair[1]).lines] == [None]
    assert minutes_of(*pair)[-1].minutes == 0
    assert coach.get(url("teacher_detail", pair[0].pk)).status_code == 200


def test_the_database_keeps_no_visit_without_hours_and_period(pair):
    visit = build.make_visit(*pair)
    with pytest.raises(IntegrityError, match="a_visit_without_hours_names_its_period"):
        Visit.objects.filter(pk=visit.pk).update(hours_are_known=False)


def test_a_planned_visit_is_the_one_that_was_made(coach, pair):
    planned = build.plan_visit(*pair, pair[1].today - DAY, period="2nd period", is_announced=True)
    choose = coach.get(url("paper_visit_choose")).text
    address = f"{url('paper_visit', pair[0].pk)}?visit={planned.pk}"
    assert address in choose
    assert address in coach.get(planned.get_absolute_url()).text
    assert "No, it was not on the plan" in coach.get(address).text
    form = form_with(coach.get(address), "notes")
    assert (form["planned"], form["period"], form["kind"], form["day"]) == (
        str(planned.pk),
        "2nd period",
        "informal",
        planned.planned_on.isoformat(),
    )
    enter(coach, pair, planned=str(planned.pk), period="2nd period")
    visit = Visit.objects.get()
    assert (visit.pk, visit.status, visit.kind) == (planned.pk, "draft", "follow_up")
    assert visit.notes.count() == 3


def test_a_plan_of_somebody_else_is_not_taken(coach, school, pair):
    other = people.make_coach(school)
    people.assign(pair[0], other, CoachAssignment.Kind.CONTRIBUTOR)
    theirs = build.plan_visit(pair[0], other, pair[1].today)
    build.plan_visit(*pair, pair[1].today)
    response = enter(coach, pair, planned=str(theirs.pk))
    assert response.status_code == 422
    assert Visit.objects.held().count() == 0


def test_marks_of_the_open_step_go_along(coach, pair):
    step = build.make_step(*pair, shared_at=timezone.now())
    look_for = step.look_fors.first()
    page = coach.get(url("paper_visit", pair[0].pk)).text
    assert look_for.text in page
    enter(coach, pair, **{f"mark-{look_for.pk}": "partly"})
    mark = LookForMark.objects.get()
    assert (mark.visit, mark.look_for, mark.marked_by, mark.value) == (
        Visit.objects.get(),
        look_for,
        pair[1],
        "partly",
    )


def test_without_an_open_step_nothing_is_asked_of_look_fors(coach, pair):
    assert "How the look-fors showed" not in coach.get(url("paper_visit", pair[0].pk)).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2100-01-01"}, "Enter a day that has come"),
        ({"day": "soon"}, "Enter the date of the visit, like 11/24/2026"),
        ({"starts": "", "ends": ""}, "Enter the start and the end, or the period"),
        ({"ends": ""}, "Enter the end, like 9:05 AM, or leave both out"),
        ({"starts": ""}, "Enter the start, like 9:05 AM, or leave both out"),
        ({"ends": "08:00"}, "Enter an end time after the start time"),
        ({"notes": "A line.\n" * 151}, "Enter 150 notes at most"),
        ({"notes": "é" * 50_001}, "shorten it to 50,000"),
        ({"period": "p" * 41}, "shorten it to 40"),
        ({"day": "2001-01-01"}, "You did not coach"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(changes, words, coach, pair):
    response = enter(coach, pair, **changes)
    assert response.status_code == 422
    assert words in response.text
    sent = form_of(pair, **changes)
    there = form_with(response, "notes")
    typed = ("day", "starts", "ends", "period", "kind", "notes")
    assert {name: there.get(name, "").strip() for name in typed} == {
        name: sent[name].strip() for name in typed
    }
    assert Visit.objects.count() == EvidenceNote.objects.count() == 0


def test_no_visit_is_entered_before_it_has_ended(coach, pair):
    now = timezone.localtime(timezone=pair[1].zone)
    if now.time() >= dt.time(23, 58):
        pytest.skip("no later minute is left today")
    response = enter(coach, pair, day=now.date().isoformat(), starts="00:00", ends="23:59")
    assert response.status_code == 422
    assert "This visit has not ended yet." in response.text
    assert Visit.objects.count() == 0


def test_sent_twice_it_is_there_once(coach, pair):
    data = form_of(pair)
    for _ in range(2):
        response = coach.post(url("paper_visit", pair[0].pk), data)
    assert response.url == url("visit_review", Visit.objects.get().pk)
    assert EvidenceNote.objects.count() == 3


def test_an_id_of_somebody_elses_visit_writes_nothing(coach, school, pair):
    theirs = build.make_visit(*people.make_pair(school))
    response = enter(coach, pair, visit_id=str(theirs.pk))
    assert response.status_code == 422
    assert theirs.notes.count() == len(build.NOTES)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "text", "time"),
    [
        ("9:05 Six write.", "Six write.", (9, 5)),
        ("9:05: Six write.", "Six write.", (9, 5)),
        ("9:05 – Six write.", "Six write.", (9, 5)),
        ("9:05 AM Six write.", "Six write.", (9, 5)),
        ("09:05 a.m. Six write.", "Six write.", (9, 5)),
        ("1:05 Six write.", "Six write.", (13, 5)),
        ("13:05 Six write.", "Six write.", (13, 5)),
        ("1:05 pm Six write.", "Six write.", (13, 5)),
        ("12:30 Amy reads.", "Amy reads.", (12, 30)),
        ("1:05 am Six write.", "1:05 am Six write.", None),
        ("7:05 Six write.", "7:05 Six write.", None),
        ("9:75 Six write.", "9:75 Six write.", None),
        ("9:05", "9:05", None),
        ("3:2 boys to girls.", "3:2 boys to girls.", None),
        ("Six write at 9:05.", "Six write at 9:05.", None),
    ],
)
def test_a_time_in_front_of_a_line_is_read_where_the_visit_was_on(line, text, time):
    [note] = read_notes(f"\n{line}\n  \n", dt.time(9), dt.time(14))
    assert (note.text, note.time) == (text, time and dt.time(*time))


@pytest.mark.parametrize("page", ["week", "visit_list"])
def test_it_is_reached_from_where_a_coach_looks(page, coach):
    assert url("paper_visit_choose") in coach.get(url(page)).text


def test_it_is_reached_from_the_teachers_page(coach, pair):
    assert url("paper_visit", pair[0].pk) in coach.get(url("teacher_detail", pair[0].pk)).text


def test_the_page_takes_few_queries(coach, pair, django_assert_num_queries):
    build.make_step(*pair, shared_at=timezone.now())
    build.plan_visit(*pair, pair[1].today)
    with django_assert_num_queries(8):
        coach.get(url("paper_visit", pair[0].pk))
    with django_assert_num_queries(6):
        coach.get(url("paper_visit_choose"))
