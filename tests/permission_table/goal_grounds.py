"""Needs (R39), read by those who lead; source plans (R30, R31), read as goals are."""

from demo.builders import goal as build
from tests.permission_table import answers
from tests.permission_table.goals import DONE, HEADS, KEPT, READERS

LEADS = ("principal", "district", "custodian")
NEED_READ = answers(404, **dict.fromkeys(LEADS, 200))
NEED_KEPT = {**answers(404, **dict.fromkeys(LEADS, 403)), "principal": 200}
NEED_DONE = {**NEED_KEPT, "principal": 302}
ADD = answers(403, **dict.fromkeys(HEADS, 200))
ADDED = answers(403, **dict.fromkeys(HEADS, 302))
NEED = {
    "level": "teacher",
    "group": "Grade 4 math teachers",
    "statement": "To ask for reasons.",
    "cause": "skill",
    "sources": "Fall screener\nLearning walk of October",
}
PLAN = {"kind": "improvement", "title": "School improvement plan", "years": "2026–27"}


def need(world):
    return {"pk": build.make_need(world.school).pk}


def plan(world):
    return {"pk": build.make_source_plan(world.school).pk}


ROWS = {
    "GET goals:need_list": answers(403, **dict.fromkeys((*HEADS, "district", "custodian"), 200)),
    "GET goals:need_detail": NEED_READ,
    "GET goals:need_add": ADD,
    "POST goals:need_add": ADDED,
    "GET goals:need_edit": NEED_KEPT,
    "POST goals:need_edit": NEED_DONE,
    "POST goals:need_end": NEED_DONE,
    "POST goals:need_reopen": NEED_DONE,
    "GET goals:source_plan_list": answers(200),
    "GET goals:source_plan_add": ADD,
    "POST goals:source_plan_add": ADDED,
    "GET goals:source_plan_edit": KEPT,
    "POST goals:source_plan_edit": DONE,
    "POST goals:source_plan_end": DONE,
    "POST goals:source_plan_reopen": DONE,
}
ARGS = {
    "goals:need_list": lambda world: need(world) and {},
    "goals:need_detail": need,
    "goals:need_edit": need,
    "goals:need_end": need,
    "goals:need_reopen": need,
    "goals:source_plan_list": lambda world: plan(world) and {},
    "goals:source_plan_edit": plan,
    "goals:source_plan_end": plan,
    "goals:source_plan_reopen": plan,
}
DATA = {
    "POST goals:need_add": lambda world: NEED,
    "POST goals:need_edit": lambda world: NEED,
    "POST goals:source_plan_add": lambda world: PLAN,
    "POST goals:source_plan_edit": lambda world: PLAN,
}
SHOWS = {
    "GET goals:need_list": (lambda world: build.NEED, list(LEADS)),
    "GET goals:source_plan_list": (
        lambda world: build.make_source_plan(world.school).title,
        list(READERS),
    ),
}
