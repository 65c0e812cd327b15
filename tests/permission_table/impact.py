"""Impact entries of a plan: the two who write it, and nobody else (permissions R16)."""

from demo.builders import coaching as build
from tests.permission_table import answers

PAIR = answers(
    404, subject=200, owner=200, contributor=403, principal=403, evaluator=403, district=403
)
WRITERS = PAIR | {"subject": 302, "owner": 302}
ITS_WRITER = answers(404, subject=403, owner=302)

ROWS = {
    "GET coaching:plan_impact": PAIR,
    "GET coaching:plan_impact draft": answers(404, subject=200, owner=200),
    "POST coaching:plan_impact": WRITERS,
    "POST coaching:plan_impact draft": answers(404, subject=403, owner=403),
    "POST coaching:impact_remove": ITS_WRITER,
    "POST coaching:impact_restore": ITS_WRITER,
}


def agreed(world):
    return {"pk": world.agreed_plan().pk}


def draft(world):
    return {"pk": world.draft_plan.pk}


def entry(world):
    return {"pk": build.note_impact(world.agreed_plan(), world.owner).pk}


def removed(world):
    row = build.note_impact(world.agreed_plan(), world.owner)
    row.set_removed(world.yesterday)
    return {"pk": row.pk}


ARGS = {
    "coaching:plan_impact": agreed,
    "coaching:plan_impact draft": draft,
    "coaching:impact_remove": entry,
    "coaching:impact_restore": removed,
}


def one_line(world):
    return {"seen_on": str(world.today), "seen": "19 of 24 give a reason.", "source": "visit"}


DATA = {
    "POST coaching:plan_impact": one_line,
    "POST coaching:plan_impact draft": one_line,
}
