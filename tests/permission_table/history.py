"""The history of a record: whoever may read the record, and of what was a draft only the pair."""

from coaching.models import Plan
from people.models import CoachAssignment
from tests.permission_table import answers
from tests.permission_table.people import LINE, OFFICE, line, owner, subject
from tests.permission_table.plans import NOBODY_DOES, PAIR, PAIR_DOES, READERS, agreed

DRAFT_WORDS = "Words of a draft that was changed"

ASSIGNMENT_READERS = (
    "subject",
    "owner",
    "principal",
    "evaluator",
    "district",
    "custodian",
    "admin",
)


KNOW_ROLES = ("subject", "admin", "custodian")


def changed_draft(world):
    Plan.objects.filter(pk=world.draft_plan.pk).update(goal=DRAFT_WORDS)
    Plan.objects.filter(pk=world.draft_plan.pk).update(goal="Another goal")
    return {"pk": world.draft_plan.pk}


def changed_and_agreed(world):
    changed_draft(world)
    return agreed(world)


def change(world):
    return world.draft_plan.history.filter(pgh_label="changed", goal=DRAFT_WORDS).get()


def noted(world):
    """The owner's assignment, whose hand-over note was changed."""
    found = owner(world)

    CoachAssignment.objects.filter(pk=found["pk"]).update(hand_over_note="She likes to plan aloud.")
    return found


ROWS = {
    "GET coaching:plan_changes": PAIR,
    "GET coaching:plan_changes agreed": READERS,
    "POST coaching:plan_restore_text": PAIR_DOES,
    "POST coaching:plan_restore_text stale": answers(404, subject=409, owner=409),
    "POST coaching:plan_restore_text agreed": NOBODY_DOES,
    "GET people:assignment_changes": answers(404, **dict.fromkeys(ASSIGNMENT_READERS, 200)),
    "GET people:role_changes": answers(
        403, other_system=404, subject=200, admin=200, custodian=200
    ),
    "GET people:evaluator_changes": answers(404, **dict.fromkeys(LINE, 200)),
    "GET people:system_changes": answers(403, **OFFICE),
}
ARGS = {
    "coaching:plan_changes": changed_draft,
    "coaching:plan_changes agreed": changed_and_agreed,
    "coaching:plan_restore_text": changed_draft,
    "coaching:plan_restore_text stale": changed_draft,
    "coaching:plan_restore_text agreed": changed_and_agreed,
    "people:assignment_changes": noted,
    "people:role_changes": subject,
    "people:evaluator_changes": line,
}


def restoring(was):
    return lambda world: {"kind": "plan", "number": change(world).pk, "field": "goal", "was": was}


DATA = {
    "POST coaching:plan_restore_text": restoring("Another goal"),
    "POST coaching:plan_restore_text stale": restoring("What was there earlier"),
    "POST coaching:plan_restore_text agreed": restoring("Another goal"),
}
SHOWS = {
    "GET coaching:plan_changes": (lambda world: DRAFT_WORDS, ["subject", "owner"]),
    "GET coaching:plan_changes agreed": (lambda world: DRAFT_WORDS, ["subject", "owner"]),
    "GET people:assignment_changes": (
        lambda world: "She likes to plan aloud.",
        ["subject", "owner", "principal", "district", "admin"],
    ),
}
