"""From a goal up to the strategic plan and down to what serves it, as far as somebody may read."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.builders import team as build
from goals.chain import chain_of, goals_below, system_goal_of
from goals.models import Goal
from people.models import User
from tests.world import World

pytestmark = pytest.mark.django_db
Level = Goal.Level


@pytest.fixture
def world():
    return World()


def _as(user):
    """The person as a new request knows her."""
    return User.objects.get(pk=user.pk)


def test_the_chain_of_a_cycle_goal_is_read_from_the_top(world):
    goal = world.tc_goal
    other = build.make_tree_goal(world.system, Level.SCHOOL, world.system_goal, world.other_school)
    chain = chain_of(goal.pk, world.subject)
    assert chain == [
        world.strategic_goal,
        world.system_goal,
        world.school_tree_goal,
        world.tc_year_goal,
        goal,
    ]
    assert other not in chain


def test_what_the_person_may_not_read_is_not_in_the_chain(world):
    goal = world.tc_goal
    shared = [world.strategic_goal, world.system_goal]
    assert chain_of(goal.pk, world.other_principal) == shared
    assert chain_of(goal.pk, world.other_system) == []
    assert goals_below(world.strategic_goal.pk, world.other_principal) == [world.system_goal]


def test_what_serves_a_goal_stands_below_it(world):
    assert world.tc_goal
    below = goals_below(world.system_goal.pk, world.subject)
    assert below == [world.school_tree_goal, world.tc_year_goal, world.tc_goal]


def test_a_chain_is_one_query_beside_who_the_person_is(world):
    user, goal = _as(world.subject), world.tc_goal
    chain_of(goal.pk, user)
    with CaptureQueriesContext(connection) as queries:
        chain_of(goal.pk, user)
    assert len(queries) == 1


def test_the_goal_on_top_of_every_agenda_runs_today(world):
    today = dt.date(2026, 11, 3)
    make = lambda **fields: build.make_tree_goal(  # noqa: E731
        world.system, Level.SYSTEM_YEAR, world.strategic_goal, **fields
    )
    make(is_draft=True, is_priority=True)
    make(starts_on=dt.date(2025, 8, 6), ends_on=dt.date(2026, 5, 22), is_priority=True)
    plain = make()
    assert system_goal_of(world.system.pk, today) == plain
    first = make(is_priority=True, starts_on=dt.date(2026, 8, 3))
    assert system_goal_of(world.system.pk, today) == first
    assert system_goal_of(world.other_system.school_system_id, today) is None
