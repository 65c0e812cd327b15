"""A team's year: its cycles of study, their meetings, and what a meeting after the first shows."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.actions.planning import plan_cycle
from collaboration.actions.year import copy_year
from collaboration.meetings_of import meetings_of
from collaboration.models import StudyCycle, YearPlan
from demo.builders import people
from demo.builders import study as build
from demo.builders import team as build_team
from goals.models import Goal
from meetings.models import Meeting
from people.models import Closure, SchoolYear, Team
from tests.pages import controls, tree_of
from tests.statements import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def team():
    school = people.make_school(people.make_system())
    facilitator = people.make_coach(school, "Fay Leader")
    members = [people.make_teacher(school, "Mo Member")]
    return build_team.make_team(
        school.school_system, Team.Kind.TC, school, facilitator, members, name="Grade 3"
    )


@pytest.fixture
def facilitator(team):
    return team.members.get(role="facilitator").user


@pytest.fixture
def plan(team, facilitator):
    """A year that is running, whatever day it is."""
    today = facilitator.today
    year = people.make_year(
        team.school_system, starts_on=today - 60 * DAY, ends_on=today + 240 * DAY
    )
    return build.make_year_plan(team, year)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def counted(client, url):
    """How many statements the page takes."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(statements(queries.captured_queries))


def body(response):
    return response.content.decode()


def test_a_cycle_has_six_meetings_unless_somebody_says_otherwise(plan, facilitator):
    page = signed_in(facilitator).get(reverse("collaboration:cycle_add", args=[plan.pk]))
    assert dict(controls(tree_of(page)))["meeting_count"] == "6"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("meeting_count", "1", "The number of meetings must be 2 or more"),
        ("levels", "Only one", "Enter two to six levels, a line each"),
        ("reached_from", "4", "Enter a number from 2 to 3"),
        ("ends_on", "2019-01-01", "Enter a day after the first day"),
        ("title", "", "Enter what is studied"),
    ],
)
def test_what_cannot_be_studied_is_told_at_its_field(plan, facilitator, field, value, words):
    data = {
        "kind": "unit",
        "title": "Fractions",
        "meeting_count": "3",
        "starts_on": facilitator.today.isoformat(),
        "ends_on": (facilitator.today + 40 * DAY).isoformat(),
        "levels": "Not yet\nAlmost\nGot it",
        "reached_from": "3",
    }
    url = reverse("collaboration:cycle_add", args=[plan.pk])
    page = signed_in(facilitator).post(url, data | {field: value})
    assert page.status_code == 422
    assert words in body(page)
    assert not StudyCycle.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"meeting_count": 1}, "a_cycle_of_study_has_meetings"),
        ({"levels": ["One"]}, "a_cycle_of_study_has_levels"),
        ({"reached_from": 5}, "a_cycle_of_study_has_levels"),
        ({"title": ""}, "a_cycle_of_study_says_what_is_studied"),
    ],
)
def test_the_database_keeps_what_a_cycle_is(plan, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build.make_cycle(plan, plan.school_year.starts_on, **fields)


def test_a_year_plan_is_of_a_collaboration_team_and_has_a_goal_of_its_level(team, plan):
    system = team.school_system
    goal = build_team.make_tree_goal(system, Goal.Level.STRATEGIC)
    network = build_team.make_team(system, Team.Kind.NETWORK)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in ({"goal": goal}, {"team": network}):
        with pytest.raises(IntegrityError), transaction.atomic():
            YearPlan.objects.filter(pk=plan.pk).update(**change)


def test_meetings_are_planned_from_the_series_without_closed_days(plan, facilitator):
    team = plan.team
    first = facilitator.today + DAY
    cycle = build.make_cycle(plan, first, meeting_count=3)
    tuesday = first + DAY * ((1 - first.weekday()) % 7)
    Closure.objects.create(
        school_system=team.school_system,
        label="Break",
        starts_on=tuesday + 7 * DAY,
        ends_on=tuesday + 7 * DAY,
    )
    client = signed_in(facilitator)
    page = client.get(reverse("collaboration:cycle_plan", args=[cycle.pk]))
    assert "Plan 3 meetings" in body(page)
    client.post(reverse("collaboration:cycle_plan", args=[cycle.pk]))
    meetings = Meeting.objects.filter(study__cycle=cycle)
    days = [meeting.starts_at.astimezone(facilitator.zone).date() for meeting in meetings]
    assert days == [tuesday, tuesday + 14 * DAY, tuesday + 21 * DAY]
    assert [meeting.number for meeting in meetings] == [1, 2, 3]
    assert {meeting.focus for meeting in meetings} == {cycle.title}
    assert plan_cycle(cycle, by=facilitator) == []


def test_a_meeting_on_such_a_day_that_belongs_to_no_cycle_is_taken_in(plan, facilitator):
    first = facilitator.today + DAY
    cycle = build.make_cycle(plan, first, meeting_count=2)
    tuesday = first + DAY * ((1 - first.weekday()) % 7)
    moment = dt.datetime.combine(tuesday, dt.time(15), facilitator.zone)
    own = build_team.make_meeting(plan.team, moment)
    assert own in plan_cycle(cycle, by=facilitator)
    assert Meeting.objects.count() == 2


def test_a_cancelled_meeting_is_planned_anew_and_counts_for_nothing(plan, facilitator):
    cycle = build.make_cycle(plan, facilitator.today + DAY, meeting_count=2)
    first, _second = plan_cycle(cycle, by=facilitator)
    Meeting.objects.filter(pk=first.pk).update(state="cancelled", cancelled_because="Storm")
    assert len(plan_cycle(cycle, by=facilitator)) == 1
    numbers = [line.number for line in meetings_of(cycle, facilitator)]
    assert sorted(numbers, key=lambda number: number or 0) == [None, 1, 2]


def test_the_year_is_copied_to_the_next_one_once(plan, facilitator):
    year = plan.school_year
    following = SchoolYear.objects.create(
        school_system=plan.school_system,
        name="The next one",
        starts_on=year.ends_on + 60 * DAY,
        ends_on=year.ends_on + 360 * DAY,
    )
    cycle = build.make_cycle(plan, year.starts_on + 7 * DAY, meeting_count=4)
    build.make_milestone(cycle, cycle.ends_on)
    build.make_cycle(plan, year.starts_on, title="Gone", removed_at=facilitator.created_at)
    url = reverse("collaboration:year_plan_copy", args=[plan.pk])
    assert signed_in(facilitator).post(url).status_code == 302
    copied = YearPlan.objects.get(school_year=following)
    [twin] = copied.cycles.all()
    assert (twin.title, twin.meeting_count, twin.goal) == (cycle.title, 4, None)
    assert twin.starts_on.weekday() == cycle.starts_on.weekday()
    assert abs((twin.starts_on - following.starts_on).days - 7) <= 3
    assert [row.text for row in twin.milestones.all()] == [cycle.milestones.get().text]
    assert copy_year(plan, following) is None
    assert signed_in(facilitator).post(url).status_code == 403


def two_meetings(plan, facilitator):
    """A held meeting with an assignment, and the next one; both of a cycle."""
    now = dt.datetime.combine(facilitator.today, dt.time(15), facilitator.zone)
    cycle = build.make_cycle(plan, facilitator.today - 14 * DAY)
    held = build_team.make_meeting(plan.team, now - 7 * DAY, state="held", held_at=now - 7 * DAY)
    coming = build_team.make_meeting(plan.team, now + DAY)
    assignment = build_team.make_assignment(held)
    return [build.put_into_cycle(cycle, held), build.put_into_cycle(cycle, coming)], assignment


MISSING = "Nothing shows yet what came of the"


def test_a_meeting_after_the_first_shows_evidence_or_why_there_is_none(plan, facilitator):
    [first, second], assignment = two_meetings(plan, facilitator)
    client = signed_in(facilitator)
    assert MISSING not in body(client.get(first.get_absolute_url()))
    page = body(client.get(second.get_absolute_url()))
    assert MISSING in page
    assert 'name="no_evidence_because"' in page
    assert MISSING in body(client.get(second.cycle.get_absolute_url()))
    second.no_evidence_because = "Testing week; we bring it next Tuesday."
    second.save()
    assert MISSING not in body(client.get(second.get_absolute_url()))
    assert MISSING not in body(client.get(second.cycle.get_absolute_url()))
    member = plan.team.members.get(role="member").user
    build_team.report_on(assignment, member, assignment.created_at)
    page = body(client.get(second.get_absolute_url()))
    assert "18 of 24 students placed thirds on the line." in page


def test_evidence_of_a_meeting_is_asked_for_once_it_was_held(plan, facilitator):
    [first, second], _assignment = two_meetings(plan, facilitator)
    Meeting.objects.filter(pk=first.meeting_id).update(state="planned", held_at=None)
    client = signed_in(facilitator)
    assert MISSING not in body(client.get(second.get_absolute_url()))
    assert MISSING not in body(client.get(second.cycle.get_absolute_url()))


def test_a_cycle_without_a_goal_leads_to_writing_one(plan, facilitator):
    cycle = build.make_cycle(plan, facilitator.today)
    cycle.goal = None
    cycle.save()
    client, url = signed_in(facilitator), reverse("goals:goal_add_level", args=["tc_cycle"])
    assert url in client.get(cycle.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200


def test_a_members_evidence_is_enough(plan, facilitator):
    [_first, second], assignment = two_meetings(plan, facilitator)
    build_team.report_on(assignment, facilitator, assignment.created_at)
    page = body(signed_in(facilitator).get(second.get_absolute_url()))
    assert MISSING not in page
    assert 'name="no_evidence_because"' not in page


def test_a_routine_meeting_asks_at_most_six_things(plan, facilitator):
    [first, _second], _assignment = two_meetings(plan, facilitator)
    page = signed_in(facilitator).get(first.get_absolute_url())
    typed = [name for name, _value in controls(tree_of(page)) if not name.startswith("initial-")]
    assert len([name for name in typed if name != "csrfmiddlewaretoken"]) == 6


def test_a_meeting_about_something_else_is_flagged_until_its_reason_is_known(plan, facilitator):
    [first, _second], _assignment = two_meetings(plan, facilitator)
    client = signed_in(facilitator)
    flag = "shares no word with what the cycle studies"
    assert flag not in body(client.get(first.get_absolute_url()))
    Meeting.objects.filter(pk=first.meeting_id).update(focus="Picture day schedule")
    assert flag in body(client.get(first.get_absolute_url()))
    change = {"field": "off_focus_because", "value": "The office asked.", "was": ""}
    save = reverse("collaboration:study_save", args=[first.pk])
    answer = client.post(save, json.dumps(change), content_type="application/json")
    assert answer.status_code == 200
    assert flag not in body(client.get(first.get_absolute_url()))
    assert "The office asked." in body(client.get(first.cycle.get_absolute_url()))


def test_two_people_who_write_the_same_text_lose_nothing(plan, facilitator):
    [first, _second], _assignment = two_meetings(plan, facilitator)
    client = signed_in(facilitator)
    first.need = "Hers."
    first.save()
    save = reverse("collaboration:study_save", args=[first.pk])
    change = {"field": "need", "value": "Mine.", "was": ""}
    answer = client.post(save, json.dumps(change), content_type="application/json")
    assert (answer.status_code, answer.json()["theirs"]) == (409, "Hers.")
    page = client.post(first.get_absolute_url(), {"need": "Mine.", "initial-need": ""})
    assert page.status_code == 409
    assert "Mine." in body(page)
    assert "Hers." in body(page)


def test_a_reason_that_nobody_is_asked_for_is_not_taken(plan, facilitator):
    [first, _second], _assignment = two_meetings(plan, facilitator)
    data = {"need": "Halves.", "no_evidence_because": "Testing week."}
    signed_in(facilitator).post(first.get_absolute_url(), data)
    first.refresh_from_db()
    assert (first.need, first.no_evidence_because) == ("Halves.", "")


def test_field_tests_show_where_the_team_keeps_them(plan, facilitator):
    [first, _second], _assignment = two_meetings(plan, facilitator)
    client = signed_in(facilitator)
    build.make_field_test(first)
    assert "Field tests" not in body(client.get(first.get_absolute_url()))
    url = reverse("collaboration:year_plan_edit", args=[plan.pk])
    client.post(url, {"uses_field_tests": "on"})
    assert "Number talks before the lesson" in body(client.get(first.get_absolute_url()))


@pytest.mark.parametrize("rows", [5, 50])
def test_the_pages_ask_the_same_however_many_rows(plan, facilitator, rows):
    cycle = build.make_cycle(plan, plan.school_year.starts_on, meeting_count=40)
    begin = dt.datetime.combine(plan.school_year.starts_on, dt.time(9), facilitator.zone)
    for number in range(rows):
        meeting = build_team.make_meeting(plan.team, begin + number * DAY)
        build.put_into_cycle(cycle, meeting)
        build.make_milestone(cycle, cycle.ends_on)
        build.make_cycle(plan, plan.school_year.starts_on)
    client = signed_in(facilitator)
    pages = (cycle.get_absolute_url(), plan.get_absolute_url())
    assert [counted(client, page) for page in pages] == [11, 9]
