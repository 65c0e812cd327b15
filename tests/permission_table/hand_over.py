"""Handing a teacher over (permissions R05), and what she lets go along (P3, P8).

`former` is the coach who takes over; `owner` the one who had her until today.
"""

from tests.permission_table import answers
from tests.permission_table.people import PAIR, done, owner, refused

HANDS_OVER = answers(404, **PAIR | {"owner": 200})
# Whoever may know of the new assignment; only the teacher says what goes along.
CHOOSES = answers(
    404, subject=200, **dict.fromkeys(("former", "principal", "evaluator", "district"), 403)
) | {"custodian": 403, "admin": 403}
READS_AGREED = dict.fromkeys(("subject", "contributor", "principal", "evaluator", "district"), 200)

ROWS = {
    "GET people:assignment_hand_over": HANDS_OVER,
    "POST people:assignment_hand_over": refused(HANDS_OVER),
    "POST people:hand_over_undo": done(answers(404, **PAIR)),
    "GET people:assignment_detail handed_over": answers(
        404, **dict.fromkeys((*PAIR, "former"), 200) | {"owner": 404}
    ),
    "GET people:assignment_history": CHOOSES,
    "POST people:assignment_history": done(CHOOSES),
    "GET coaching:plan_detail not_chosen": answers(404, **READS_AGREED, former=200),
    "GET coaching:plan_detail nothing_goes": answers(404, **READS_AGREED),
    "GET coaching:plan_detail steps_go": answers(404, **READS_AGREED, former=200),
    "GET coaching:step_detail not_chosen": answers(404, subject=200, contributor=200, former=200),
    "GET coaching:step_detail steps_go": answers(404, subject=200, contributor=200, former=200),
    "GET coaching:feedback_detail steps_go": answers(404, subject=200),
    "GET coaching:feedback_detail feedback_goes": answers(404, subject=200, former=200),
    "GET coaching:feedback_edit feedback_goes": answers(404, subject=403, former=403),
    "GET coaching:visit_detail steps_go": answers(404, subject=200),
    "GET coaching:visit_detail feedback_goes": answers(404, subject=200, former=200),
}


def handed_over(world):
    return {"pk": world.handed_over().pk}


def taken_back(world):
    """The assignment that was handed over."""
    return {"pk": world.handed_over().took_over_from_id}


def after(record, goes_along=None):
    """A record of the time before, once the teacher was handed over."""

    def args(world):
        pk = record(world).pk
        world.handed_over(goes_along)
        return {"pk": pk}

    return args


def agreed(world):
    return world.agreed_plan()


def feedback(world):
    return world.shared_feedback


def step(world):
    return world.shared_step


def visit(world):
    return world.shared_visit


ARGS = {
    "people:assignment_hand_over": owner,
    "people:hand_over_undo": taken_back,
    "people:assignment_detail handed_over": handed_over,
    "people:assignment_history": handed_over,
    "coaching:plan_detail not_chosen": after(agreed),
    "coaching:plan_detail nothing_goes": after(agreed, "nothing"),
    "coaching:plan_detail steps_go": after(agreed, "steps"),
    "coaching:step_detail not_chosen": after(step),
    "coaching:step_detail steps_go": after(step, "steps"),
    "coaching:feedback_detail steps_go": after(feedback, "steps"),
    "coaching:feedback_detail feedback_goes": after(feedback, "feedback"),
    "coaching:feedback_edit feedback_goes": after(visit, "feedback"),
    "coaching:visit_detail steps_go": after(visit, "steps"),
    "coaching:visit_detail feedback_goes": after(visit, "feedback"),
}
DATA = {
    "POST people:assignment_hand_over": lambda world: {"csrf": "x"},
    "POST people:assignment_history": lambda world: {"goes_along": "steps"},
}
NOTE = "She likes to plan aloud."
SHOWS = {
    "GET people:assignment_detail handed_over": (
        lambda world: NOTE,
        ["subject", "former", "principal", "district", "admin"],
    ),
}
