"""Visits not shared: each author's own; the admin counts them and reads none (permissions R10)."""

from demo.builders import coaching as build
from tests.permission_table import answers

ROWS = {
    "GET coaching:draft_list": answers(200),
    "POST coaching:draft_choose": answers(404, owner=302),
    "POST coaching:draft_choose nothing": answers(404, owner=422),
    "POST coaching:draft_choose shared": answers(404, owner=302),
    "POST coaching:draft_choose never_ended": answers(404, owner=302),
    "GET coaching:draft_counts": answers(403, admin=200, other_system=200),
}


def never_ended(world):
    began = world.days_ago(20)
    return {"pk": build.make_visit(world.subject, world.owner, began, minutes=None).pk}


ARGS = {
    "coaching:draft_choose": lambda world: {"pk": world.draft_visit.pk},
    "coaching:draft_choose nothing": lambda world: {"pk": world.draft_visit.pk},
    "coaching:draft_choose shared": lambda world: {"pk": world.shared_visit.pk},
    "coaching:draft_choose never_ended": never_ended,
}
DATA = {
    "POST coaching:draft_choose": lambda world: {"choice": "marks"},
    "POST coaching:draft_choose never_ended": lambda world: {"choice": "end"},
    "POST coaching:draft_choose shared": lambda world: {"choice": "marks"},
}
