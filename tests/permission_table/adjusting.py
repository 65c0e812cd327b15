"""Adjusting an agreed plan (permissions R15: amend, re-agree): the pair; its versions are read by
whoever reads the plan, but for other coaches."""

from tests.permission_table import answers
from tests.permission_table.plans import NEIGHBOURS, NOBODY_DOES, agreed

MAY_OPEN = {**NOBODY_DOES, "subject": 200, "owner": 200}
DONE = {**NOBODY_DOES, "subject": 302, "owner": 302}
READERS = answers(404, **dict.fromkeys(set(NEIGHBOURS) - {"contributor"}, 200))


def adjusted(world):
    return {"pk": world.adjusted_plan.pk}


def changed(world):
    plan = world.adjusted_plan
    plan.version += 1
    plan.save(update_fields=["version"])
    return {"pk": plan.pk}


def first_version(world):
    return agreed(world) | {"number": 1}


REASON = {"because": "students", "reason": "More explain.", "data_reference": "Unit 3 test."}
ROWS = {
    "GET coaching:plan_adjust agreed": MAY_OPEN,
    "GET coaching:plan_adjust adjusted": NOBODY_DOES,
    "POST coaching:plan_adjust agreed": DONE,
    "POST coaching:plan_adjust_leave": DONE,
    "POST coaching:plan_adjust_leave changed": NOBODY_DOES,
    "GET coaching:plan_edit adjusted": MAY_OPEN,
    "GET coaching:plan_sign adjusted": MAY_OPEN,
    "GET coaching:plan_version": READERS,
}
ARGS = {
    "coaching:plan_adjust agreed": agreed,
    "coaching:plan_adjust adjusted": adjusted,
    "coaching:plan_adjust_leave": adjusted,
    "coaching:plan_adjust_leave changed": changed,
    "coaching:plan_edit adjusted": adjusted,
    "coaching:plan_sign adjusted": adjusted,
    "coaching:plan_version": first_version,
}
DATA = {"POST coaching:plan_adjust agreed": lambda world: REASON}
