"""School goals (R31): open to the school, its coaches and evaluators and the district's coaching
staff; kept by the school's own principal."""

from people.models import SchoolStep
from tests.permission_table import answers

SCHOOL = ("subject", "peer", "owner", "contributor", "former", "principal")
READERS = (*SCHOOL, "evaluator", "district")
READ = answers(404, **dict.fromkeys(READERS, 200))
MAY_NOT = answers(404, **dict.fromkeys(READERS, 403))
KEPT = {**MAY_NOT, "principal": 200}
DONE = {**MAY_NOT, "principal": 302}
HEADS = ("principal", "other_principal", "other_system")
GOAL = {
    "statement": "More students read on grade level.",
    "metric": "Students on grade level in the fall screener",
    "unit": "percentage_points",
    "baseline": "50",
    "target": "58",
    "starts_on": "2026-08-06",
    "ends_on": "2027-05-22",
}
FROM = {"source": "improvement"}


def goal(world):
    return {"pk": world.school_goal.pk}


def step(world):
    return {"pk": world.school_goal.steps.get().pk}


ROWS = {
    "GET people:goal_list": answers(200),
    "GET people:goal_detail": READ,
    "GET people:goal_add": answers(403, **dict.fromkeys(HEADS, 200)),
    "POST people:goal_add": answers(403, **dict.fromkeys(HEADS, 302)),
    "GET people:goal_edit": KEPT,
    "POST people:goal_edit": DONE,
    "POST people:goal_end": DONE,
    "POST people:goal_reopen": DONE,
    "GET people:subgoal_add": KEPT,
    "POST people:subgoal_add": DONE,
    "GET people:school_steps_add": KEPT,
    "POST people:school_steps_add": DONE,
    "GET people:school_step_edit": KEPT,
    "POST people:school_step_edit": DONE,
    "POST people:school_step_remove": DONE,
    "POST people:school_step_restore": DONE,
}
ARGS = {
    "people:goal_list": lambda world: goal(world) and {},
    "people:goal_detail": goal,
    "people:goal_edit": goal,
    "people:goal_end": goal,
    "people:goal_reopen": goal,
    "people:subgoal_add": goal,
    "people:school_steps_add": goal,
    "people:school_step_edit": step,
    "people:school_step_remove": step,
    "people:school_step_restore": step,
}
DATA = {
    "POST people:goal_add": lambda world: GOAL | FROM,
    "POST people:goal_edit": lambda world: GOAL | FROM,
    "POST people:subgoal_add": lambda world: GOAL,
    "POST people:school_steps_add": lambda world: {"templates": list(SchoolStep.TEMPLATES)},
    "POST people:school_step_edit": lambda world: {"kind": "other", "text": "Meet on Tuesdays."},
}
SHOWS = {
    "GET people:goal_list": (lambda world: world.school_goal.statement, list(READERS)),
}
