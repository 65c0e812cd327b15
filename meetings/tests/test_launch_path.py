"""The launch path: the questions there are, answers that stay, advice by audience, checks."""

import datetime as dt

import pytest
from django.urls import reverse

from meetings.guiding import PATHS, QUESTIONS, SHEETS
from meetings.models import GuidingAnswer
from people.models import Team
from tests.pages import typed_in
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def sheet(team, key="structure"):
    return reverse("meetings:launch_sheet", args=[team.pk, key])


def save(client, team, field, value, was="", key="structure"):
    address = reverse("meetings:launch_save", args=[team.pk, key])
    body = {"field": field, "value": value, "was": was}
    return client.post(address, body, content_type="application/json")


def test_there_are_54_questions_of_the_path_7_to_reflect_on_and_3_gates():
    numbers = {}
    for code in QUESTIONS:
        numbers[code[0]] = numbers.get(code[0], 0) + 1
    wanted = {"a": 8, "b": 12, "c": 12, "d": 8, "e": 6, "f": 8, "r": 7, "g": 3}
    assert numbers == wanted
    assert len(QUESTIONS) == sum(len(one.questions) for one in SHEETS)


def test_every_question_of_a_meeting_helps_with_one_of_its_parts():
    parts = {"purpose", "learning", "practice", "implementing", "impact"}
    for kind in (Team.Kind.SCHOOL_ILT, Team.Kind.TC):
        (meeting,) = [one for one in PATHS[kind] if one.key == "meeting"]
        assert {question.section for question in meeting.questions} <= parts


def test_systems_and_schools_read_their_own_advice(world, client):
    client.force_login(world.principal)
    school = client.get(sheet(world.school_ilt)).content.decode()
    client.force_login(world.district)
    system = client.get(sheet(world.system_ilt)).content.decode()
    assert "mentor teachers" in school
    assert "superintendent" not in school
    assert "superintendent" in system
    assert "mentor teachers" not in system


def test_an_answer_is_kept_with_who_gave_it_and_read_by_the_others(world, client):
    client.force_login(world.subject)
    assert save(client, world.tc, "d1", "Grades 3–5.").status_code == 200
    client.force_login(world.peer)
    page = client.get(sheet(world.tc))
    assert typed_in(page)["d1"] == "Grades 3–5."
    assert "Tess Arceneaux" in page.content.decode()
    path = client.get(reverse("meetings:launch", args=[world.tc.pk])).content.decode()
    assert "1 of 22 questions answered" in path


def test_two_who_answer_at_once_both_see_both(world, client):
    client.force_login(world.subject)
    save(client, world.tc, "d1", "Grades 3–5.")
    client.force_login(world.peer)
    answer = save(client, world.tc, "d1", "Grade 4 alone.")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Grades 3–5."
    page = client.post(sheet(world.tc), {"d1": "Grade 4 alone.", "initial-d1": ""})
    assert page.status_code == 409
    assert typed_in(page)["d1"] == "Grade 4 alone."
    assert "Grades 3–5." in page.content.decode()
    assert GuidingAnswer.objects.get().text == "Grades 3–5."


def test_a_question_of_another_sheet_is_not_saved(world, client):
    client.force_login(world.subject)
    assert save(client, world.tc, "a1", "Us.").status_code == 404
    assert not GuidingAnswer.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"every_weeks": 1}, "It meets on Tuesdays, every week."),
        ({"every_weeks": 3}, "It meets on Tuesdays, every 3 weeks."),
        ({"weekday": None}, "The team has no day and time yet."),
        ({"minutes": 30}, "It meets for 30 minutes."),
        (
            {"norms": "Start on time.", "norms_review_on": dt.date(2026, 8, 6)},
            "The day to look at the norms again has come: Thu, Aug 6, 2026.",
        ),
        ({"norms": "Start on time."}, "Norms are set, without a day to look at them again."),
    ],
)
def test_the_teams_own_numbers_are_held_against_what_is_recommended(world, client, fields, words):
    Team.objects.filter(pk=world.school_ilt.pk).update(**fields)
    client.force_login(world.principal)
    assert words in client.get(sheet(world.school_ilt)).content.decode()


@pytest.mark.parametrize(("weeks", "fine"), [(1, True), (2, True), (3, False)])
def test_a_systems_team_may_meet_every_two_weeks(world, client, weeks, fine):
    Team.objects.filter(pk=world.system_ilt.pk).update(every_weeks=weeks, minutes=180)
    client.force_login(world.district)
    page = client.get(sheet(world.system_ilt))
    (check,) = [check for field, check, *_ in page.context["lines"] if field.name == "a2"]
    assert check.is_fine is fine


def test_a_guest_reads_and_does_not_answer(world, client):
    member = world.tc.members.get(user=world.peer)
    member.role = "guest"
    member.save()
    client.force_login(world.peer)
    assert client.get(sheet(world.tc)).status_code == 200
    assert save(client, world.tc, "d1", "Us.").status_code == 403


def test_without_a_school_year_it_says_who_adds_one(world, client):
    world.year.terms.all().delete()
    world.year.delete()
    client.force_login(world.subject)
    page = client.get(reverse("meetings:launch", args=[world.tc.pk]))
    assert page.status_code == 403
    assert "system admin adds school years" in page.content.decode()


@pytest.mark.parametrize("answered", [1, 22])
def test_the_path_takes_as_many_queries_with_all_answers(
    world, client, django_assert_num_queries, answered
):
    assert world.year
    codes = [question.code for one in PATHS["tc"] for question in one.questions][:answered]
    for code in codes:
        GuidingAnswer.objects.create(
            school_system=world.system,
            team=world.tc,
            school_year=world.year,
            question=code,
            text="Ours.",
            answered_by=world.subject,
            answered_at=world.yesterday,
        )
    client.force_login(world.subject)
    address = reverse("meetings:launch", args=[world.tc.pk])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


def test_the_first_meeting_of_a_cycle_opens_the_questions_and_later_ones_fold_them(world, client):
    client.force_login(world.subject)
    address = reverse("meetings:meeting_detail", args=[world.tc_meeting.pk])
    later = client.get(address).content.decode()
    assert "Which need do you take up today?" in later
    assert '<details class="no-print">' in later
    assert "Answer these questions" not in later
    world.tc_meeting.number = 1
    world.tc_meeting.save()
    first = client.get(address).content.decode()
    assert '<details class="no-print" open>' in first
    assert "Answer these questions" in first
