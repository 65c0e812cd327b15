"""Features of a school: off shows nothing and keeps everything, and the survey names nobody."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.reminders import SystemDay
from coaching.round_reminders import _steps_to_do
from demo.builders import people as build
from people.actions.feature import answer_survey, switch_off, switch_on
from people.actions.system import start_system
from people.models import Feature, FeatureSurvey, School, SurveyTaken
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
CLOCK = Feature.OBSERVATION_CLOCK


@pytest.fixture
def world():
    return World()


def switched_off(*schools):
    switch_off(CLOCK, School.objects.filter(pk__in=[school.pk for school in schools]))


def pages_of_rounds(world):
    row = world.open_round
    return [
        reverse("coaching:round_detail", args=[row.pk]),
        reverse("coaching:round_areas", args=[row.pk]),
        reverse("coaching:self_assessment", args=[row.pk]),
        reverse("coaching:round_moves", args=[world.clock_change.pk]),
    ]


def test_pages_of_a_feature_are_absent_while_it_is_off_and_as_they_were_when_it_is_on(
    client, world
):
    client.force_login(world.subject)
    pages = pages_of_rounds(world)
    before = [client.get(page).status_code for page in pages]
    switched_off(world.school)
    off = [client.get(page).status_code for page in pages]
    switch_on(CLOCK, School.objects.filter(pk=world.school.pk), today=world.today)
    after = [client.get(page).status_code for page in pages]
    assert (before, off, after) == ([200] * 4, [404] * 4, [200] * 4)


@pytest.mark.parametrize("person", ["owner", "principal", "evaluator"])
def test_lists_and_menu_entries_go_where_no_school_around_has_the_feature(client, world, person):
    client.force_login(world.people[person])
    pages = [reverse("coaching:round_list"), reverse("coaching:round_begin")]
    switched_off(world.school, world.other_school)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert "Observations" not in words(client.get("/"))


def test_another_school_that_has_it_keeps_the_list_but_not_the_rounds_of_the_first(client, world):
    world.open_round  # noqa: B018
    client.force_login(world.evaluator)  # works at the other school
    switched_off(world.school)
    listed = words(client.get(reverse("coaching:round_list")))
    assert world.subject.name not in listed
    begin = words(client.get(reverse("coaching:round_begin")))
    assert world.subject.name not in begin


def test_the_pair_finds_no_empty_place_of_a_feature_that_is_off(client, world):
    pages = {
        "owner": reverse("coaching:teacher_detail", args=[world.subject.pk]),
        "subject": reverse("coaching:my_coaching"),
    }
    found = {}
    for person, page in pages.items():
        client.force_login(world.people[person])
        on = "Observation round" in words(client.get(page))
        switched_off(world.school)
        found[person] = (on, "Observation round" in words(client.get(page)))
        switch_on(CLOCK, School.objects.filter(pk=world.school.pk), today=world.today)
    assert found == {"owner": (True, False), "subject": (True, False)}


def test_nobody_is_reminded_of_what_is_off(world):
    world.open_round  # noqa: B018
    day = SystemDay.of(world.system, timezone.now())
    before = len(list(_steps_to_do(day)))
    switched_off(world.school)
    assert (before > 0, len(list(_steps_to_do(day)))) == (True, 0)


def test_numbers_and_mail_switches_of_a_feature_go_with_it(client, world):
    client.force_login(world.admin)
    settings = reverse("people:system_edit")
    mails = reverse("notices:preferences")
    on = "due soon" in words(client.get(settings))
    switched_off(world.school, world.other_school)
    off = "due soon" in words(client.get(settings))
    client.force_login(world.subject)
    assert (on, off, "observation round" in words(client.get(mails))) == (True, False, False)


def test_a_new_system_starts_small(client):
    now = dt.datetime(2026, 8, 3, 12, tzinfo=dt.UTC)
    admin = start_system(
        "New Parish",
        email="a@example.org",
        admin_name="Ann Admin",
        time_zone="America/Chicago",
        now=now,
    )
    client.force_login(admin)
    client.post(reverse("people:school_add"), {"name": "First Elementary", "grade_span": "K–5"})
    school = School.objects.get(school_system=admin.school_system)
    assert school.observation_clock_since is None


def test_an_admin_switches_the_whole_system_at_a_tap(client, world):
    switched_off(world.school, world.other_school)
    client.force_login(world.admin)
    url = reverse("people:feature_switch", args=["observation_clock"])
    page = client.post(url, {"to": "on"}, follow=True)
    assert "Observation clock is switched on at 2 schools." in words(page)
    schools = School.objects.filter(school_system=world.system)
    assert {school.observation_clock_since for school in schools} == {world.today}
    assert School.objects.get(pk=world.elsewhere.pk).observation_clock_since == build.LONG_AGO
    asks = set(FeatureSurvey.objects.values_list("asks_from", flat=True))
    assert asks == {world.today + dt.timedelta(days=21)}


def test_knowing_what_is_on_costs_no_query_of_its_own(client, world):
    client.force_login(world.subject)
    page = reverse("people:profile")
    with CaptureQueriesContext(connection) as found:
        client.get(page)
    asked = [query["sql"] for query in found if "observation_clock_since" in query["sql"]]
    named = [sql for sql in asked if '"people_coachassignment"' in sql]
    assert len(named) == 1  # the query that finds the duties of the person


def survey_of(world, **fields):
    return FeatureSurvey.objects.create(
        school_system=world.system,
        school=world.school,
        feature=CLOCK,
        asks_from=fields.pop("asks_from", world.today),
        **fields,
    )


def test_today_asks_three_weeks_after_the_switch_and_once(client, world):
    row = survey_of(world, asks_from=world.today + dt.timedelta(days=1))
    client.force_login(world.subject)
    early = "Two questions" in words(client.get("/"))
    FeatureSurvey.objects.update(asks_from=world.today)
    due = "Two questions" in words(client.get("/"))
    url = reverse("people:survey", args=[row.pk])
    client.post(url, {"helps": "0", "fits": "1"})
    again = client.post(url, {"helps": "0", "fits": "1"})
    after = "Two questions" in words(client.get("/"))
    assert (early, due, after, again.status_code) == (False, True, False, 404)
    row.refresh_from_db()
    assert (row.helps, row.fits) == ([1, 0, 0], [0, 1, 0])


def test_answers_show_from_the_smallest_group_on_and_move_by_whole_groups(world):
    row = survey_of(world)
    shown = []
    for _ in range(11):
        answer_survey(row, {"helps": 0, "fits": 2}, by=build.make_teacher(world.school))
        row.refresh_from_db()
        shown.append(row.shown)
    assert shown == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_no_thanks_is_not_counted_and_not_asked_again(client, world):
    row = survey_of(world)
    client.force_login(world.owner)
    client.post(reverse("people:survey", args=[row.pk]), {"skip": "1"})
    row.refresh_from_db()
    assert (row.helps, SurveyTaken.objects.filter(user=world.owner).count()) == ([0, 0, 0], 1)
    assert client.get(reverse("people:survey", args=[row.pk])).status_code == 404


def test_a_survey_without_both_answers_comes_back(client, world):
    row = survey_of(world)
    client.force_login(world.owner)
    response = client.post(reverse("people:survey", args=[row.pk]), {"helps": "0"})
    assert response.status_code == 422
    assert SurveyTaken.objects.count() == 0
