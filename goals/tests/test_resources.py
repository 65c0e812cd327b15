"""What people, time, money and materials stand behind a goal, and what stood there before."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from coaching.tests.test_pdf import text_of
from coaching.tests.test_pdf import words as words_of
from goals.models import EarlierResources, Goal
from goals.tests.test_goal_pages import signed_in
from ilt.pdf import plan_pdf, plan_stamp
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 15, 5, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return World()


def say(person, goal, **fields):
    url = reverse("goals:goal_resources", args=[goal.pk])
    data = {"version": Goal.objects.get(pk=goal.pk).version} | fields
    return signed_in(person).post(url, data, follow=True)


def test_the_page_of_a_goal_says_what_stands_behind_it(world):
    goal = world.school_tree_goal
    page = say(world.principal, goal, with_people="Two coaches", with_money="$4,000 of Title I")
    said = [("People", "Two coaches"), ("Money", "$4,000 of Title I")]
    assert Goal.objects.get(pk=goal.pk).resources == said
    for _kind, text in said:
        assert text in words(page)


def test_what_was_said_before_is_kept_with_who_changed_it(world):
    goal = world.school_tree_goal
    say(world.principal, goal, with_time="An hour a week")
    assert not EarlierResources.objects.exists()
    page = say(world.principal, goal, with_time="Two hours a week")
    earlier = EarlierResources.objects.get()
    assert (earlier.with_time, earlier.replaced_by) == ("An hour a week", world.principal)
    assert "changed by Pia Principal" in words(page)
    assert "An hour a week" in words(page)


def test_saving_the_same_again_keeps_nothing_more(world):
    for _ in range(2):
        say(world.principal, world.school_tree_goal, with_time="An hour a week")
    assert not EarlierResources.objects.exists()


def test_two_people_at_once_lose_nothing(world):
    goal = world.school_tree_goal
    say(world.principal, goal, with_time="An hour a week")
    answer = say(world.principal, goal, with_time="Two hours", version=1)
    assert answer.status_code == 409
    assert "An hour a week" in words(answer)
    assert "Two hours" in answer.content.decode()
    assert Goal.objects.get(pk=goal.pk).with_time == "An hour a week"


def test_the_long_range_plan_prints_the_resources_of_its_goal(world):
    plan, goal = world.school_plan, world.school_tree_goal
    plan.cycles.update(goal=goal)
    before = plan_stamp(plan, reader=world.principal)
    say(world.principal, goal, with_materials="Forty number lines")
    assert plan_stamp(plan, reader=world.principal) != before
    paper = plan_pdf(plan, reader=world.principal, now=NOW)
    assert "Forty number lines" in words_of(text_of(paper))
    page = signed_in(world.principal).get(plan.get_absolute_url())
    assert "Forty number lines" in words(page)


def test_nothing_is_kept_of_resources_that_were_never_said(world):
    with pytest.raises(IntegrityError):
        EarlierResources.objects.create(
            school_system=world.system,
            goal=world.school_tree_goal,
            replaced_by=world.principal,
            replaced_at=NOW,
        )
