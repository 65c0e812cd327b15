"""The chain of a goal: which goals it serves, up to the strategic plan, and which serve it.

Each level stands below its parent's, so the levels give the order.
"""

import datetime as dt

from django.db.models.expressions import RawSQL

from goals.models import Goal

UP = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id FROM goals_goal WHERE id = %s
        UNION SELECT goal.id, goal.parent_id FROM goals_goal goal JOIN up ON goal.id = up.parent_id
    ) SELECT id FROM up
"""
DOWN = """
    WITH RECURSIVE down AS (
        SELECT id FROM goals_goal WHERE id = %s
        UNION SELECT goal.id FROM goals_goal goal JOIN down ON goal.parent_id = down.id
    ) SELECT id FROM down
"""
RANK = {level: number for number, level in enumerate(Goal.Level.values)}


def chain_of(goal_id, user) -> list[Goal]:
    """The goal and all it serves, the top first, as far as `user` may read them: one query."""
    return _in_order(_walked(UP, goal_id, user))


def chain_above(goal_id) -> list[Goal]:
    """The same for a record of the goal's own school, whose readers all read these goals."""
    goals = Goal.objects.filter(pk__in=RawSQL(UP, [goal_id]))  # noqa: S611
    return _in_order(goals.select_related("school", "team"))


def goals_below(goal_id, user) -> list[Goal]:
    """What serves the goal, directly or through others, as far as `user` may read it."""
    return _in_order(_walked(DOWN, goal_id, user).exclude(pk=goal_id))


def _walked(sql, goal_id, user):
    goals = Goal.objects.visible_to(user).filter(pk__in=RawSQL(sql, [goal_id]))  # noqa: S611
    return goals.select_related("school", "team")


def _in_order(goals):
    return sorted(goals, key=lambda goal: RANK[goal.level])


def system_goal_of(school_system_id, today: dt.date) -> Goal | None:
    """The goal of the whole system for this year: on top of every agenda. Where several run today
    the priority comes first, then the newest."""
    goals = Goal.objects.filter(school_system=school_system_id, level=Goal.Level.SYSTEM_YEAR)
    running = goals.active().filter(starts_on__lte=today, ends_on__gte=today)
    return running.order_by("-is_priority", "-starts_on", "-pk").first()
