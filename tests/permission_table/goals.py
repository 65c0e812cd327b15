"""The goal tree (R30, R31, R34): goals of the system open to everybody in it, a school's to the
school, its coaches and evaluators, the system's leadership team and the district's coaching staff;
each written by its leadership team, a collaboration team's by its facilitator too."""

from demo.builders import goal as build_goal
from demo.builders import team as build
from goals.models import Goal, SchoolStep
from tests.permission_table import answers

SCHOOL = ("subject", "peer", "owner", "contributor", "former", "principal")
READERS = (*SCHOOL, "evaluator", "district")
SYSTEM = (*READERS, "other_principal", "custodian", "admin")
READ = answers(404, **dict.fromkeys(READERS, 200))
MAY_NOT = answers(404, **dict.fromkeys(READERS, 403))
KEPT = {**MAY_NOT, "principal": 200}
DONE = {**MAY_NOT, "principal": 302}
SYSTEM_DONE = answers(403, other_system=404, district=302, evaluator=302)
TEAM_DONE = {**DONE, "contributor": 302}
HEADS = ("principal", "other_principal", "other_system")
GOAL = {
    "statement": "More students read on grade level.",
    "metric": "Students on grade level in the fall screener",
    "unit": "percentage_points",
    "baseline": "50",
    "target": "58",
    "starts_on": "2026-08-06",
    "ends_on": "2027-05-22",
    "version": "1",
}
REASON = {"orphan_reason": "It stands in no plan of the system."}


def goal(world):
    return {"pk": world.school_tree_goal.pk}


def system_goal(world):
    """A goal of the system, with its leadership team: district staff and the evaluator."""
    assert world.system_ilt
    return {"pk": world.system_goal.pk}


def team_goal(world):
    return {"pk": world.tc_goal.pk}


def draft(world):
    """A draft of a school goal that has all it needs."""
    level = Goal.Level.SCHOOL
    goal = build.make_tree_goal(world.system, level, world.system_goal, world.school, is_draft=True)
    return {"pk": goal.pk}


def step(world):
    return {"pk": build_goal.make_school_step(world.school_tree_goal).pk}


def measurement(world):
    return {"pk": build_goal.measure(world.school_tree_goal, 43, world.today).pk}


def checkpoint(world):
    return {"pk": build_goal.make_checkpoint(world.school_tree_goal, 44, world.today).pk}


ROWS = {
    "GET goals:goal_list": answers(200),
    "GET goals:orphan_list": answers(200),
    "GET goals:goal_detail": READ,
    "GET goals:goal_detail system": answers(200, other_system=404),
    "GET goals:goal_detail team": READ,
    "GET goals:goal_add": answers(403, **dict.fromkeys(HEADS, 200)),
    "GET goals:goal_add_level": answers(403, **dict.fromkeys(HEADS, 200)),
    "POST goals:goal_add_level": answers(403, **dict.fromkeys(HEADS, 302)),
    "POST goals:goal_add_level system": answers(403, district=302, evaluator=302),
    "GET goals:goal_edit": KEPT,
    "POST goals:goal_edit": DONE,
    "POST goals:goal_edit system": SYSTEM_DONE,
    "POST goals:goal_edit team": TEAM_DONE,
    "GET goals:goal_parent": KEPT,
    "POST goals:goal_parent": DONE,
    "GET goals:goal_smart": KEPT,
    "POST goals:goal_smart": DONE,
    "GET goals:goal_resources": KEPT,
    "POST goals:goal_resources": DONE,
    "POST goals:goal_activate": DONE,
    "POST goals:goal_end": DONE,
    "POST goals:goal_reopen": DONE,
    "GET goals:measurement_add": KEPT,
    "POST goals:measurement_add": DONE,
    "POST goals:measurement_remove": DONE,
    "POST goals:measurement_restore": DONE,
    "GET goals:checkpoint_add": KEPT,
    "POST goals:checkpoint_add": DONE,
    "POST goals:checkpoint_remove": DONE,
    "POST goals:checkpoint_restore": DONE,
    "GET goals:review_add": KEPT,
    "POST goals:review_add": DONE,
    "GET goals:school_steps_add": KEPT,
    "POST goals:school_steps_add": DONE,
    "GET goals:school_step_edit": KEPT,
    "POST goals:school_step_edit": DONE,
    "POST goals:school_step_remove": DONE,
    "POST goals:school_step_restore": DONE,
}
OF_A_GOAL = (
    *("goal_detail", "goal_edit", "goal_parent", "goal_smart", "goal_end", "goal_reopen"),
    "goal_resources",
    *("measurement_add", "checkpoint_add", "review_add", "school_steps_add"),
)
ARGS = {
    **{f"goals:{name}": goal for name in OF_A_GOAL},
    "goals:goal_list": lambda world: world.school_tree_goal and {},
    "goals:orphan_list": lambda world: world.orphan_goal and {},
    "goals:goal_detail system": system_goal,
    "goals:goal_detail team": team_goal,
    "goals:goal_add_level": lambda world: {"level": "school"},
    "goals:goal_add_level system": lambda world: world.system_ilt and {"level": "system_year"},
    "goals:goal_edit system": system_goal,
    "goals:goal_edit team": team_goal,
    "goals:goal_activate": draft,
    "goals:measurement_remove": measurement,
    "goals:measurement_restore": measurement,
    "goals:checkpoint_remove": checkpoint,
    "goals:checkpoint_restore": checkpoint,
    "goals:school_step_edit": step,
    "goals:school_step_remove": step,
    "goals:school_step_restore": step,
}
DATA = {
    "POST goals:goal_add_level": lambda world: GOAL,
    "POST goals:goal_add_level system": lambda world: GOAL,
    "POST goals:goal_edit": lambda world: GOAL | REASON,
    "POST goals:goal_edit system": lambda world: GOAL | REASON,
    "POST goals:goal_edit team": lambda world: GOAL | REASON,
    "POST goals:goal_parent": lambda world: REASON | {"version": "1"},
    "POST goals:goal_smart": lambda world: {"version": "1", "specific": "All of grade 4."},
    "POST goals:goal_resources": lambda world: {"version": "1", "with_time": "An hour a week."},
    "POST goals:measurement_add": lambda world: {
        "measured_on": world.today.isoformat(),
        "value": "43",
        "source": "Fall screener",
    },
    "POST goals:checkpoint_add": lambda world: {
        "due_on": world.school_tree_goal.ends_on.isoformat(),
        "value": "44",
    },
    "POST goals:review_add": lambda world: {
        "reviewed_on": world.today.isoformat(),
        "finding": "Two of three grades are on the way.",
        "decision": "reached",
    },
    "POST goals:school_steps_add": lambda world: {"templates": list(SchoolStep.TEMPLATES)},
    "POST goals:school_step_edit": lambda world: {"kind": "other", "text": "Meet on Tuesdays."},
}
SHOWS = {
    "GET goals:goal_list": (lambda world: str(world.school_tree_goal.pk), list(READERS)),
    "GET goals:orphan_list": (lambda world: str(world.orphan_goal.pk), list(READERS)),
}
