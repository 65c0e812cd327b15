"""Student learning targets: the two who write the plan, and nobody else whatever their title."""

from coaching.models import LearningTargets
from tests.permission_table import answers

THE_TWO = answers(404, subject=200, owner=200)
DONE = answers(404, subject=302, owner=302)


def agreed(world):
    world.agreed_plan()
    return {"pk": world.draft_plan.pk}


def draft(world):
    return {"pk": world.draft_plan.pk}


def written(world):
    LearningTargets.objects.create(
        school_system=world.system, plan=world.draft_plan, first="20 of 24 explain a claim."
    )
    return draft(world)


ROWS = {
    "GET coaching:learning_targets": THE_TWO,
    "GET coaching:learning_targets agreed": THE_TWO,
    "GET coaching:learning_targets written": THE_TWO,
    "POST coaching:learning_targets": DONE,
    "POST coaching:learning_targets_save": THE_TWO | {"anonymous": 401},
}
ARGS = {
    "coaching:learning_targets": draft,
    "coaching:learning_targets agreed": agreed,
    "coaching:learning_targets written": written,
    "coaching:learning_targets_save": draft,
}
DATA = {
    "POST coaching:learning_targets": lambda world: {"first": "20 of 24 explain a claim."},
    "POST coaching:learning_targets_save": lambda world: (
        '{"field": "reflection", "value": "21 did.", "was": ""}'
    ),
}
