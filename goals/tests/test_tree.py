"""The goal tree as the database keeps it: levels, windows, places."""

import pytest
from django.db import IntegrityError, transaction

from demo.builders import team as build
from goals.models import Goal
from people.models import Team
from tests.world import World

pytestmark = pytest.mark.django_db
Level = Goal.Level


@pytest.fixture
def world():
    return World()


def test_every_level_stands_on_every_level_it_may_and_on_no_other(world):
    """100 pairs: the database takes exactly those of `Goal.PARENTS`."""
    goals = {level: _goal(world, level) for level in Level}
    taken = set()
    for level in Level:
        for above in Level:
            try:
                with transaction.atomic():
                    _goal(world, level, parent=goals[above])
            except IntegrityError:
                continue
            taken.add((level, above))
    assert taken == {(level, above) for level, above in Goal.PARENTS.items() for above in above}


def _goal(world, level, parent=None):
    team = {Level.TC_YEAR: world.tc, Level.TC_CYCLE: world.tc, Level.ILT_CYCLE: world.school_ilt}
    school = world.school if level in (Level.SCHOOL, Level.SUBGOAL) else None
    return build.make_tree_goal(world.system, level, parent, school, team.get(level))


def test_a_parent_cannot_be_said_to_be_of_another_level(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        _put_on_the_strategic_goal(world.school_tree_goal, world)


def _put_on_the_strategic_goal(goal, world):
    Goal.objects.filter(pk=goal.pk).update(parent=world.strategic_goal)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "fields",
    [
        {"target": None},
        {"starts_on": None},
        {"ends_on": None},
        {"metric": ""},
        {"unit": ""},
        {"ends_on": build.FALL},
        {"target": 41},
        {"target": 140},
        {"statement": ""},
    ],
)
def test_an_active_goal_without_number_or_window_is_refused(world, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_tree_goal(world.system, Level.STRATEGIC, **fields)


def test_a_system_has_one_leadership_team(world):
    assert world.system_ilt
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_team(world.system, Team.Kind.SYSTEM_ILT, name="Another")
