"""Line of sight: each part by its own guard; and who ties a plan or a step to a goal."""

from tests.permission_table import answers
from tests.permission_table.goals import READ, goal

PLAN_READERS = ("subject", "owner", "contributor", "principal", "evaluator", "district")
PAIR = ("subject", "owner")

ROWS = {
    "GET reports:goal_sight": READ,
    "GET reports:plan_sight agreed": answers(404, **dict.fromkeys(PLAN_READERS, 200)),
    "GET reports:plan_sight draft": answers(404, **dict.fromkeys(PAIR, 200)),
    "GET reports:step_sight": answers(404, subject=200, owner=200, contributor=200),
    "GET coaching:plan_serves": answers(404, **dict.fromkeys(PAIR, 200)),
    "POST coaching:plan_serves": answers(404, **dict.fromkeys(PAIR, 302)),
    "GET coaching:step_priority": answers(404, subject=200, owner=200, contributor=403),
    "POST coaching:step_priority": answers(404, subject=302, owner=302, contributor=403),
}


def served(world):
    """An agreed plan that serves a goal of the school."""
    plan = world.agreed_plan()
    type(plan).objects.filter(pk=plan.pk).update(serves=world.school_tree_goal)
    return {"pk": plan.pk}


def step(world):
    return {"pk": world.shared_step.pk}


def draft(world):
    return {"pk": world.draft_plan.pk}


ARGS = {
    "reports:goal_sight": lambda world: served(world) and goal(world),
    "reports:plan_sight agreed": served,
    "reports:plan_sight draft": draft,
    "reports:step_sight": step,
    "coaching:plan_serves": draft,
    "coaching:step_priority": step,
}
DATA = {
    "POST coaching:plan_serves": lambda world: {"serves": world.school_tree_goal.pk},
    "POST coaching:step_priority": lambda world: {"priority": ""},
}
SHOWS = {
    "GET reports:goal_sight": (
        lambda world: world.subject.name,
        ["subject", "owner", "contributor", "principal", "evaluator", "district"],
    ),
}
