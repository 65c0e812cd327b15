"""The checklist before a cycle: its coach's alone (the narrowest right of a note to oneself)."""

from tests.permission_table import answers


def agreed(world):
    world.agreed_plan()
    return {"pk": world.draft_plan.pk}


ROWS = {
    "GET coaching:readiness": answers(404, owner=200),
    "GET coaching:readiness agreed": answers(404, owner=200),
    "POST coaching:readiness": answers(404, owner=302),
}
ARGS = {
    "coaching:readiness": lambda world: {"pk": world.draft_plan.pk},
    "coaching:readiness agreed": agreed,
}
DATA = {"POST coaching:readiness": lambda world: {"materials_on": "on"}}
