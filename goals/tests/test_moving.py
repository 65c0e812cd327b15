"""The goals and steps that schools kept before there was one tree are in it, with their ids."""

from importlib import import_module

import pytest
from django.db import connection

from demo.builders import goal as build
from demo.builders import people
from demo.builders.leader import make_leader_plan
from goals.models import Goal, SourcePlan

pytestmark = pytest.mark.django_db
THERE = import_module("goals.migrations.0003_goals_of_schools")
BACK = import_module("people.migrations.0019_way_back_for_school_goals").BACK


def _rows(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchall()


def test_goals_go_back_and_come_again_with_their_ids_steps_and_plans():
    school = people.make_school(people.make_system())
    leader, coach = people.make_principal(school), people.make_coach(school)
    people.assign(leader, coach)
    goal = build.make_goal(school)
    part, step = build.make_subgoal(goal), build.make_school_step(goal)
    plan = make_leader_plan(leader, coach, goal)
    title = "School improvement plan 2026–27"
    with connection.cursor() as cursor:
        cursor.execute(BACK)
        kept = _rows(cursor, "SELECT id, parent_id, source_title FROM people_schoolgoal")
        assert set(kept) == {(goal.pk, None, title), (part.pk, goal.pk, "")}
        assert _rows(cursor, "SELECT id, goal_id FROM people_schoolstep") == [(step.pk, goal.pk)]
        cursor.execute(THERE.BACK)
        assert not Goal.objects.exists()
        cursor.execute(THERE.MOVE)
    connection.check_constraints()
    plan.cycle.refresh_from_db()
    moved = plan.cycle.school_goal
    assert (moved, moved.level, moved.change) == (goal, "school", "+4 points")
    assert (moved.source_plan.kind, moved.source_plan.title) == ("improvement", title)
    assert SourcePlan.objects.count() == 1
    assert Goal.objects.get(parent=goal) == part
    assert list(moved.steps.values_list("pk", "text")) == [(step.pk, step.text)]
