"""A learning walk says which priority it looked at; the goal's line of sight and trends show it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from demo.builders import leading as build
from demo.builders.team import make_tree_goal
from goals.models import Goal
from ilt.models import LearningWalk
from ilt.tests.test_learning_walks import OCTOBER, SEPTEMBER, TALK, begin, world
from tests.pages import words

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def page_of(person, url):
    client = Client()
    client.force_login(person)
    return words(client.get(url))


def tagged(world, goal, day=OCTOBER, look_for=TALK, **fields):
    tallies = [(look_for, 6, 2, 2)]
    team, school = world.school_ilt, world.school
    return build.make_walk(team, school, day, tallies, goal=goal, **fields)


def test_a_walk_is_begun_with_its_priority(client, world):
    goal = world.school_tree_goal
    begin(client, world, world.contributor, goal=goal.pk)
    walk = LearningWalk.objects.get()
    assert walk.goal == goal
    assert goal.statement in page_of(world.principal, walk.get_absolute_url())


def test_a_goal_of_another_school_or_a_draft_is_refused(client, world):
    other = make_tree_goal(world.system, "school", world.system_goal, world.other_school)
    draft = make_tree_goal(world.system, "school", world.system_goal, world.school, is_draft=True)
    assert begin(client, world, world.evaluator, goal=other.pk).status_code == 422
    assert begin(client, world, world.contributor, goal=draft.pk).status_code == 422
    assert not LearningWalk.objects.exists()


def test_the_database_keeps_a_walk_to_the_goals_of_its_school_and_of_the_system(world):
    other = make_tree_goal(world.system, "school", world.system_goal, world.other_school)
    with pytest.raises(IntegrityError, match="a goal of another school"), transaction.atomic():
        tagged(world, other)
    walk = tagged(world, world.system_goal)
    walk.goal = other
    with pytest.raises(IntegrityError, match="a goal of another school"), transaction.atomic():
        walk.save()
    own = world.school_tree_goal
    LearningWalk.objects.filter(pk=walk.pk).update(goal=own)
    with pytest.raises(IntegrityError, match="a goal of another school"), transaction.atomic():
        Goal.objects.filter(pk=own.pk).update(
            school=world.other_school, parent=None, parent_level=""
        )


def test_the_database_keeps_a_walk_to_the_goals_of_its_system(world):
    elsewhere = make_tree_goal(world.other_system.school_system, "strategic")
    tagged(world, elsewhere)
    with (
        pytest.raises(IntegrityError, match="a_walks_goal_is_of_its_system"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_line_of_sight_of_a_goal_and_of_those_above_shows_the_walk(world):
    walk = tagged(world, world.school_tree_goal)
    for goal in (world.school_tree_goal, world.system_goal):
        url = reverse("reports:goal_sight", args=[goal.pk])
        assert walk.focus in page_of(world.principal, url)
        assert walk.focus not in page_of(world.peer, url)


def test_trends_are_of_one_priority_where_it_is_chosen(world):
    tagged(world, world.school_tree_goal)
    tagged(world, None, SEPTEMBER, "Exit ticket")
    url = reverse("ilt:walk_trends")
    every = page_of(world.principal, url)
    assert (TALK in every, "Exit ticket" in every) == (True, True)
    one = page_of(world.principal, f"{url}?goal={world.school_tree_goal.pk}")
    assert (TALK in one, "Exit ticket" in one) == (True, False)


def test_district_staff_see_no_small_walk_by_priority_either(world):
    world.system_ilt.members.filter(user=world.district).delete()
    tagged(world, world.school_tree_goal, classrooms=2)
    url = f"{reverse('ilt:walk_trends')}?goal={world.school_tree_goal.pk}"
    assert TALK not in page_of(world.district, url)
