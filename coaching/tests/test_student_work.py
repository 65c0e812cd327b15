"""Looking at student work: prepared before the lesson, written up after it, by the two alone."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import StudentWorkAnalysis
from demo.builders import coaching as build
from demo.builders import people

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def pair():
    school = people.make_school(people.make_system())
    return people.make_pair(school)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def body(response):
    return response.content.decode()


def begin(by, teacher, **fields):
    data = {"lesson_on": teacher.today.isoformat(), "task": "Exit ticket on slope.", **fields}
    return signed_in(by).post(
        reverse("coaching:student_work_add", args=[teacher.pk]), data, follow=True
    )


@pytest.mark.parametrize("begins", ["teacher", "coach"])
def test_either_begins_and_both_find_it(pair, begins):
    teacher, coach = pair
    by, other = (teacher, coach) if begins == "teacher" else (coach, teacher)
    page = begin(by, teacher, look_fors="A table of values.")
    assert f"Saved. {other.name} can read it." in body(page)
    work = StudentWorkAnalysis.objects.get()
    assert (work.teacher, work.coach, work.look_fors) == (teacher, coach, "A table of values.")
    opened = body(signed_in(other).get(work.get_absolute_url()))
    assert "A table of values." in opened
    assert "<title>Error" not in opened


def test_the_day_and_the_task_are_asked_for_and_nothing_typed_is_lost(pair):
    teacher, coach = pair
    page = begin(coach, teacher, lesson_on="soon", task=" ", look_fors="Labels both axes.")
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert errors["lesson_on"] == ["Enter the day of the lesson, like 11/24/2026"]
    assert errors["task"] == ["Enter what students make"]
    assert "Labels both axes." in body(page)
    assert not StudentWorkAnalysis.objects.exists()


def test_a_teacher_without_a_coach_is_told_why_not():
    teacher = people.make_teacher(people.make_school(people.make_system()))
    page = signed_in(teacher).get(reverse("coaching:student_work_add", args=[teacher.pk]))
    assert page.status_code == 403
    assert "You have no coach right now." in body(page)


def test_one_text_saves_itself_and_the_others_stay(pair):
    work = build.make_student_work(*pair, errors_seen="Forgets the sign.")
    change = {"field": "next_move", "value": "A warm-up on signs.", "was": ""}
    url = reverse("coaching:student_work_save", args=[work.pk])
    answer = signed_in(pair[0]).post(url, json.dumps(change), content_type="application/json")
    assert answer.status_code == 200
    work.refresh_from_db()
    assert (work.next_move, work.errors_seen) == ("A warm-up on signs.", "Forgets the sign.")


def test_two_in_one_text_end_in_a_conflict_with_both(pair):
    teacher, coach = pair
    work = build.make_student_work(teacher, coach)
    mine = {name: getattr(work, name) for name in work.TEXTS}
    old = {f"initial-{name}": text for name, text in mine.items()}
    StudentWorkAnalysis.objects.update(errors_seen="Theirs: drops the minus.")
    page = signed_in(coach).post(
        work.get_absolute_url(), mine | old | {"errors_seen": "Mine: adds instead."}
    )
    assert page.status_code == 409
    assert "Theirs: drops the minus." in body(page)
    assert "Mine: adds instead." in body(page)
    work.refresh_from_db()
    assert work.errors_seen == "Theirs: drops the minus."


def test_removed_it_leaves_both_pages_and_undo_brings_it_back(pair):
    teacher, coach = pair
    work = build.make_student_work(teacher, coach)
    client = signed_in(coach)
    page = client.post(reverse("coaching:student_work_remove", args=[work.pk]), follow=True)
    assert "Student work removed." in body(page)
    assert signed_in(teacher).get(work.get_absolute_url()).status_code == 404
    client.post(reverse("coaching:student_work_restore", args=[work.pk]))
    assert signed_in(teacher).get(work.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("after", "words"), [("", "Prepared"), ("12 of 24 had it.", "Looked at")])
def test_both_timelines_say_how_far_it_is(pair, after, words):
    teacher, coach = pair
    build.make_student_work(teacher, coach, accomplishments=after)
    for user, url in (
        (teacher, reverse("coaching:my_coaching")),
        (coach, reverse("coaching:teacher_detail", args=[teacher.pk])),
    ):
        page = body(signed_in(user).get(url))
        assert "Exit ticket: solve" in page
        assert words in page


def test_the_live_screen_shows_what_to_look_for_in_todays_work(pair):
    teacher, coach = pair
    build.make_student_work(teacher, coach, look_fors="Subtracts two first.")
    build.make_student_work(teacher, coach, teacher.today + DAY, look_fors="Tomorrow’s work.")
    gone = build.make_student_work(teacher, coach, look_fors="Taken off.")
    gone.set_removed(timezone.now())
    visit = build.make_visit(teacher, coach, started_at=timezone.now(), minutes=None)
    page = body(signed_in(coach).get(reverse("coaching:visit_live", args=[visit.pk])))
    assert "Subtracts two first." in page
    assert "Tomorrow’s work." not in page
    assert "Taken off." not in page


def test_a_coach_who_left_reads_it_no_more(pair):
    teacher, coach = pair
    work = build.make_student_work(teacher, coach)
    coach.coach_assignments.update(ends_on=coach.today)
    assert signed_in(coach).get(work.get_absolute_url()).status_code == 404
    assert signed_in(teacher).get(work.get_absolute_url()).status_code == 200


def test_nobody_looks_at_student_work_alone(pair):
    teacher, _ = pair
    with pytest.raises(IntegrityError, match="looked_at_by_two"), transaction.atomic():
        build.make_student_work(teacher, teacher)


def test_the_page_and_its_saving_ask_few_questions(pair, django_assert_num_queries):
    teacher, coach = pair
    work = build.make_student_work(teacher, coach)
    client = signed_in(coach)
    url = work.get_absolute_url()
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    with django_assert_num_queries(6):
        client.post(url, dict.fromkeys(work.TEXTS, "x"))
