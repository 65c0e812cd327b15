import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import goal as build
from demo.builders import people
from people.models import Membership, SchoolGoal, SchoolStep
from tests.pages import words

pytestmark = pytest.mark.django_db
GOAL = {
    "statement": "The School Performance Score rises.",
    "metric": "School Performance Score",
    "unit": "points",
    "baseline": "72.4",
    "target": "76.4",
    "starts_on": "2026-08-06",
    "ends_on": "2027-05-22",
    "source": "strategic",
    "source_title": "Strategic plan 2025–28",
    "source_link": "",
}


@pytest.fixture
def school():
    return people.make_school(people.make_system(), "Cypress Elementary")


@pytest.fixture
def principal(school):
    return people.make_principal(school, "Pia Principal")


@pytest.fixture
def goal(school):
    return build.make_goal(school)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_principal_enters_a_goal_with_its_plan_its_numbers_and_its_window(principal, school):
    answer = signed_in(principal).post(reverse("people:goal_add"), GOAL)
    goal = SchoolGoal.objects.get()
    assert answer.url == goal.get_absolute_url()
    assert (goal.school, goal.baseline, goal.target) == (school, Decimal("72.4"), Decimal("76.4"))
    page = words(signed_in(principal).get(goal.get_absolute_url()))
    assert "76.4 (+4 points)" in page
    assert "Strategic plan: Strategic plan 2025–28" in page


def test_a_subgoal_of_percentage_points_says_by_how_much_and_shares_the_plan(principal, goal):
    url = reverse("people:subgoal_add", args=[goal.pk])
    numbers = {"unit": "percentage_points", "baseline": "41", "target": "46"}
    signed_in(principal).post(url, GOAL | numbers)
    subgoal = SchoolGoal.objects.get(parent=goal)
    assert (subgoal.school_id, subgoal.source, subgoal.source_title) == (goal.school_id, "", "")
    assert (subgoal.from_words, subgoal.to_words) == ("41%", "46%")
    assert subgoal.change == "+5 percentage points"


def test_a_leader_of_two_schools_says_whose_goal_it_is(principal, school):
    other = people.make_school(school.school_system, "Magnolia Middle")
    people.give_role(principal, Membership.Role.SCHOOL_LEADER, other)
    client = signed_in(principal)
    assert client.post(reverse("people:goal_add"), GOAL).status_code == 422
    client.post(reverse("people:goal_add"), GOAL | {"school": other.pk})
    assert SchoolGoal.objects.get().school == other


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"target": "72.4"}, "Enter a target that differs from where it stands now"),
        ({"ends_on": "2026-08-06"}, "Enter a day after the first day"),
        ({"unit": "percent", "target": "104"}, "Enter a percentage from 0 to 100"),
        ({"source": ""}, "Choose the plan this goal comes from"),
        ({"baseline": "many"}, "Enter where it stands now as a number, like 12"),
        ({"source_link": "javascript:alert(1)"}, "Enter a link that starts with https://"),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_and_nothing_is_stored(principal, wrong, said):
    answer = signed_in(principal).post(reverse("people:goal_add"), GOAL | wrong)
    assert answer.status_code == 422
    assert said in words(answer)
    assert SchoolGoal.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"target": Decimal("72.4")}, "a_school_goal_changes_a_number"),
        ({"ends_on": build.FALL}, "a_school_goal_has_a_window"),
        ({"unit": "percent", "target": 104}, "percentages_of_a_goal_are_up_to_a_hundred"),
        ({"source": ""}, "a_school_goal_comes_from_a_plan"),
    ],
)
def test_the_database_keeps_what_a_goal_is(school, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build.make_goal(school, **wrong)


def test_the_database_keeps_a_subgoal_at_the_school_of_its_goal(goal):
    other = people.make_school(goal.school_system, "Magnolia Middle")
    build.make_goal(other, parent=goal)
    with pytest.raises(IntegrityError, match="a_subgoal_is_of_the_school"):
        connection.check_constraints()


def test_templates_and_own_words_become_steps_in_order(principal, goal):
    url = reverse("people:school_steps_add", args=[goal.pk])
    data = {"templates": ["monitoring", "supports"], "text": "Meet each Tuesday."}
    signed_in(principal).post(url, data)
    rows = list(goal.steps.values_list("order", "kind", "text"))
    assert rows == [
        (1, "monitoring", SchoolStep.TEMPLATES["monitoring"]),
        (2, "supports", SchoolStep.TEMPLATES["supports"]),
        (3, "other", "Meet each Tuesday."),
    ]


def test_no_step_is_added_from_an_empty_form(principal, goal):
    answer = signed_in(principal).post(reverse("people:school_steps_add", args=[goal.pk]), {"x": 1})
    assert answer.status_code == 422
    assert "Tick a step, or write one" in words(answer)
    assert goal.steps.count() == 0


def test_a_removed_step_is_off_the_page_and_comes_back_with_undo(principal, goal):
    step, client = build.make_school_step(goal), signed_in(principal)
    client.post(reverse("people:school_step_remove", args=[step.pk]))
    assert step.text not in words(client.get(goal.get_absolute_url()))
    client.post(reverse("people:school_step_restore", args=[step.pk]))
    assert step.text in words(client.get(goal.get_absolute_url()))


def test_an_ended_goal_moves_to_the_list_of_ended_ones_and_back(principal, goal):
    client, url = signed_in(principal), reverse("people:goal_list")
    client.post(reverse("people:goal_end", args=[goal.pk]))
    assert goal.statement not in words(client.get(url))
    assert goal.statement in words(client.get(url, {"show": "ended"}))
    client.post(reverse("people:goal_reopen", args=[goal.pk]))
    assert goal.statement in words(client.get(url))


def test_whoever_stops_working_at_the_school_stops_reading_its_goals(goal):
    teacher = people.make_teacher(goal.school)
    assert SchoolGoal.objects.visible_to(teacher).count() == 1
    teacher.memberships.update(ends_on=teacher.today)
    assert SchoolGoal.objects.visible_to(teacher).count() == 0


def test_a_coach_of_an_assignment_that_ended_no_longer_reads_the_goals(goal):
    teacher = people.make_teacher(goal.school)
    coach = people.make_coach(people.make_school(goal.school_system))
    row = people.assign(teacher, coach)
    assert SchoolGoal.objects.visible_to(coach).count() == 1
    row.end(coach.today)
    assert SchoolGoal.objects.visible_to(coach).count() == 0


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_the_same_queries_for_one_goal_and_for_twenty(principal, school, count):
    for number in range(count):
        goal = build.make_goal(school, statement=f"Goal {number}", starts_on=dt.date(2026, 8, 6))
        build.make_subgoal(goal)
        build.make_school_step(goal)
    client = signed_in(principal)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:goal_list"))
    assert len(queries) == 7
