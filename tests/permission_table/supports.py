"""Supports between visits and the coach's log: the text is the pair's (permissions, below the
matrix), the log is its coach's own."""

from django.utils import timezone

from demo.builders import coaching as build
from tests.permission_table import answers

COACHES = {"owner": 200, "contributor": 200}
PAIR = {"subject": 200, "owner": 200}
ABOUT = "Questions for unit 3, lesson 4."

ROWS = {
    "GET coaching:support_add": answers(404, **COACHES),
    "POST coaching:support_add": answers(404, owner=302, contributor=302),
    "GET coaching:support_detail": answers(404, **PAIR),
    "GET coaching:support_detail contributor": answers(404, subject=200, contributor=200),
    "GET coaching:support_detail removed": answers(404),
    "GET coaching:support_edit": answers(404, subject=403, owner=200),
    "POST coaching:support_edit": answers(404, subject=403, owner=302),
    "POST coaching:support_remove": answers(404, subject=403, owner=302),
    "POST coaching:support_restore": answers(404, subject=403, owner=302),
    "GET coaching:coach_log": answers(404, former=200, evaluator=200, other_system=200, **COACHES),
    "GET coaching:coach_log_csv": answers(
        404, former=200, evaluator=200, other_system=200, **COACHES
    ),
}


def of(by="owner"):
    return lambda world: {"pk": build.make_support(world.subject, world.people[by]).pk}


def removed(world):
    support = build.make_support(world.subject, world.owner)
    support.set_removed(timezone.now())
    return {"pk": support.pk}


ARGS = {
    "coaching:support_add": lambda world: {"pk": world.subject.pk},
    "coaching:support_detail": of(),
    "coaching:support_detail contributor": of("contributor"),
    "coaching:support_detail removed": removed,
    "coaching:support_edit": of(),
    "coaching:support_remove": of(),
    "coaching:support_restore": removed,
}


def answered(world):
    return {"kind": "model", "given_on": world.today.isoformat(), "minutes": "25", "about": ABOUT}


def on_the_log(world):
    build.make_support(world.subject, world.owner)
    return "Co-plan"


DATA = {"POST coaching:support_add": answered, "POST coaching:support_edit": answered}
SHOWS = {
    "GET coaching:coach_log_csv": (on_the_log, ["owner"]),
}
