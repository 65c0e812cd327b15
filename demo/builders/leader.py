"""Plain builders of a school leader's own plan."""

from coaching.actions.rubric import load_leader_rubric
from demo.builders import coaching as build
from demo.builders import goal as build_goal


def make_leader_plan(leader, coach, goal=None, **fields):
    """A draft plan of a leader on a goal of her school, complete enough to be agreed."""
    heads = leader.memberships.filter(role="school_leader").select_related("school")
    goal = goal or build_goal.make_goal(heads.first().school)
    area = load_leader_rubric(leader.school_system).indicators.first()
    return build.make_plan(leader, coach, indicator=area, school_goal=goal, **fields)
