"""The launch meeting: asked for in one line, answered in one tap, written by the two alone."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from demo.builders import people
from people.models import LaunchMeeting, SchoolYear

pytestmark = pytest.mark.django_db
ASKED = "Launch meeting not yet"


@pytest.fixture
def pair():
    """A teacher and her owner coach in a school year that runs today."""
    system = people.make_system()
    school = people.make_school(system)
    teacher, coach = people.make_pair(school)
    today = teacher.today
    days = dt.timedelta(days=100)
    people.make_year(system, today.year, starts_on=today - days, ends_on=today + days)
    return teacher, coach


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def answer(coach, teacher, **data):
    row = coach.coach_assignments.get(teacher=teacher)
    return signed_in(coach).post(
        reverse("coaching:launch_answer", args=[row.pk]), data, follow=True
    )


def pages_that_ask(coach, teacher):
    """Which of the three pages still ask the coach."""
    client = signed_in(coach)
    asks = {
        "teacher": (
            reverse("coaching:teacher_detail", args=[teacher.pk]),
            "and agreed how we work",
        ),
        "caseload": (reverse("coaching:caseload"), "not answered yet"),
        "today": ("/", "Launch meetings."),
    }
    return {
        name for name, (url, words) in asks.items() if words in client.get(url).content.decode()
    }


def test_before_the_first_visit_three_pages_ask_and_none_stops(pair):
    teacher, coach = pair
    assert pages_that_ask(coach, teacher) == {"teacher", "caseload", "today"}
    started = signed_in(coach).post(reverse("coaching:visit_start"), {"teacher": teacher.pk})
    assert started.status_code == 302


@pytest.mark.parametrize(
    ("data", "stored"),
    [
        ({"answer": "met"}, ("met", None, "")),
        ({"answer": "planned", "do_by_on": "2099-12-01"}, ("planned", dt.date(2099, 12, 1), "")),
        ({"answer": "not_needed", "reason": "continuing"}, ("not_needed", None, "continuing")),
    ],
)
def test_each_answer_is_one_tap_and_ends_the_asking(data, stored, pair):
    teacher, coach = pair
    answer(coach, teacher, **data)
    meeting = LaunchMeeting.objects.get()
    assert (meeting.answer, meeting.do_by_on, meeting.not_needed_because) == stored
    assert (meeting.answered_by, meeting.is_settled(teacher.today)) == (coach, True)
    assert "caseload" not in pages_that_ask(coach, teacher)
    assert "today" not in pages_that_ask(coach, teacher)


def test_a_day_that_passed_asks_again(pair):
    teacher, coach = pair
    answer(coach, teacher, answer="planned", do_by_on=teacher.today.isoformat())
    LaunchMeeting.objects.update(do_by_on=teacher.today - dt.timedelta(days=1))
    assert pages_that_ask(coach, teacher) == {"teacher", "caseload", "today"}


def test_a_planned_meeting_is_said_to_be_held_in_one_more_tap(pair):
    teacher, coach = pair
    answer(coach, teacher, answer="planned", do_by_on="2099-12-01")
    assert pages_that_ask(coach, teacher) == {"teacher"}
    answer(coach, teacher, answer="met")
    assert LaunchMeeting.objects.get().do_by_on is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"answer": "planned", "do_by_on": ""}, "Enter the day by which you will meet"),
        ({"answer": "planned", "do_by_on": "2020-01-01"}, "Enter today or a later day"),
        ({"answer": "not_needed", "reason": ""}, "Choose why it is not needed"),
    ],
)
def test_an_answer_without_its_day_or_reason_says_what_is_missing(data, error, pair):
    teacher, coach = pair
    page = answer(coach, teacher, **data)
    assert page.status_code == 422
    assert error in page.content.decode()
    assert not LaunchMeeting.objects.exists()


def test_one_tap_answers_for_the_whole_caseload_and_undo_takes_it_back(pair):
    teacher, coach = pair
    school = teacher.memberships.get().school
    others = [people.make_teacher(school) for _ in range(4)]
    for other in others:
        people.assign(other, coach)
    answer(coach, others[0], answer="not_needed", reason="short")
    client = signed_in(coach)
    page = client.post(reverse("coaching:launch_all"), {"answer": "met"}, follow=True)
    assert "the launch meeting with 4 teachers was held" in page.content.decode()
    said = sorted(LaunchMeeting.objects.values_list("answer", flat=True))
    assert said == ["met"] * 4 + ["not_needed"]
    [undo] = {
        part.split('"')[0]
        for part in page.content.decode().split('action="')[1:]
        if "/undo/" in part.split('"')[0]
    }
    client.post(undo)
    said = sorted(LaunchMeeting.objects.values_list("answer", flat=True))
    assert said == [""] * 4 + ["not_needed"]
    assert client.post(undo).status_code == 404


def test_answering_again_keeps_what_was_written(pair):
    teacher, coach = pair
    meeting = begun(pair)
    LaunchMeeting.objects.filter(pk=meeting.pk).update(trust_notes="Open door.")
    answer(coach, teacher, answer="met")
    assert LaunchMeeting.objects.get().trust_notes == "Open door."


def begun(pair):
    teacher, coach = pair
    answer(coach, teacher, write="yes")
    return LaunchMeeting.objects.get()


def test_both_write_and_a_text_changed_meanwhile_shows_both(pair):
    teacher, coach = pair
    meeting = begun(pair)
    url = meeting.get_absolute_url()
    assert signed_in(coach).post(url, {"trust_notes": "Coach's text."}).status_code == 302
    answered = signed_in(teacher).post(
        url, {"trust_notes": "Teacher's text.", "initial-trust_notes": ""}
    )
    assert answered.status_code == 409
    page = answered.content.decode()
    assert ("Coach&#x27;s text." in page, "Teacher&#x27;s text." in page) == (True, True)
    again = {"trust_notes": "Both texts.", "initial-trust_notes": "Coach's text."}
    assert signed_in(teacher).post(url, again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.trust_notes == "Both texts."


def test_autosave_keeps_one_text_and_meets_a_conflict_with_the_partners_name(pair):
    teacher, coach = pair
    meeting = begun(pair)
    url = reverse("coaching:launch_save", args=[meeting.pk])
    change = {"field": "students", "value": "24, six new.", "was": ""}
    kind = "application/json"
    assert signed_in(teacher).post(url, change, content_type=kind).status_code == 200
    clash = signed_in(coach).post(url, change | {"value": "Other."}, content_type=kind)
    assert (clash.status_code, clash.json()) == (
        409,
        {"theirs": "24, six new.", "by": teacher.name},
    )
    unknown = signed_in(coach).post(url, change | {"field": "answer"}, content_type=kind)
    assert unknown.status_code == 404


def test_after_the_assignment_the_teacher_reads_on_and_the_coach_does_not(pair):
    teacher, coach = pair
    meeting = begun(pair)
    coach.coach_assignments.get().end(coach.today)
    url = meeting.get_absolute_url()
    assert signed_in(coach).get(url).status_code == 404
    assert signed_in(teacher).get(url).status_code == 200
    assert signed_in(teacher).post(url, {"trust_notes": "Late."}).status_code == 403


def test_in_the_holidays_nobody_is_asked(pair):
    teacher, coach = pair
    SchoolYear.objects.update(ends_on=teacher.today - dt.timedelta(days=1))
    assert pages_that_ask(coach, teacher) == set()
    page = answer(coach, teacher, answer="met")
    assert page.status_code == 403
    assert "No school year runs today" in page.content.decode()


def test_each_year_has_a_launch_meeting_of_its_own(pair):
    teacher, coach = pair
    answer(coach, teacher, answer="met")
    day = dt.timedelta(days=1)
    SchoolYear.objects.update(ends_on=teacher.today - day)
    SchoolYear.objects.create(
        school_system=teacher.school_system,
        name="The next",
        starts_on=teacher.today,
        ends_on=teacher.today + 200 * day,
    )
    assert "caseload" in pages_that_ask(coach, teacher)
    answer(coach, teacher, answer="met")
    assert LaunchMeeting.objects.count() == 2


def test_the_teacher_answers_and_writes_from_her_own_page(pair):
    teacher, coach = pair
    row = coach.coach_assignments.get()
    url = reverse("coaching:launch_answer", args=[row.pk])
    client = signed_in(teacher)
    assert url in client.get(reverse("coaching:my_coaching")).content.decode()
    page = client.post(url, {"answer": "met"}, follow=True)
    assert "held, what we agreed" in page.content.decode()
    assert LaunchMeeting.objects.get().answered_by == teacher


@pytest.mark.parametrize("count", [5, 50])
def test_answering_for_a_caseload_takes_the_same_queries(count, pair, django_assert_num_queries):
    teacher, coach = pair
    school = teacher.memberships.get().school
    for _ in range(count):
        people.assign(people.make_teacher(school), coach)
    client = signed_in(coach)
    with django_assert_num_queries(9):
        client.post(reverse("coaching:launch_all"), {"answer": "met"})


def test_the_page_takes_few_queries(pair, django_assert_num_queries):
    meeting = begun(pair)
    client = signed_in(pair[1])
    with django_assert_num_queries(8):
        client.get(meeting.get_absolute_url())
