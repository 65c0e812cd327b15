"""The weekly quota of walkthroughs: set by district staff and admin, submitted by its maker."""

from demo.builders import week as build
from tests.permission_table import answers

KEEPERS = {"district": 200, "admin": 200, "other_system": 200}
MAKERS = dict.fromkeys(("principal", "other_principal"), 302)


def nothing(world):
    """With a quota for school leaders and none for evaluators."""
    build.want_walkthroughs(world.system)
    return {}


def week(world):
    build.want_walkthroughs(world.system)
    return {"pk": build.submit_week(world.principal).pk}


ROWS = {
    "GET coaching:walkthrough_quota": answers(403, **KEEPERS),
    "POST coaching:walkthrough_quota": answers(403, **dict.fromkeys(KEEPERS, 302)),
    "POST coaching:walkthrough_week_submit": answers(404, **MAKERS),
    "POST coaching:walkthrough_week_undo": answers(404, principal=302),
}
ARGS = {
    "coaching:walkthrough_week_submit": nothing,
    "coaching:walkthrough_week_undo": week,
}
QUOTA = {"per_week": "10", "due_weekday": "4"}
DATA = {
    "POST coaching:walkthrough_quota": lambda world: {
        f"{duty}-{name}": value
        for duty in ("school_leader", "evaluator")
        for name, value in QUOTA.items()
    },
}
