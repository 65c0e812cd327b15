"""Looking at student work (C4): the teacher and the coach, and nobody else whatever their title."""

from django.utils import timezone

from demo.builders import coaching as build
from tests.permission_table import answers

THE_TWO = answers(404, subject=200, owner=200)
DONE = answers(404, subject=302, owner=302)
BEGUN = {"subject": 302, "owner": 302, "contributor": 302}

ROWS = {
    "GET coaching:student_work_add": answers(404, subject=200, owner=200, contributor=200),
    "POST coaching:student_work_add": answers(404, **BEGUN),
    "GET coaching:student_work_detail": THE_TWO,
    "GET coaching:student_work_detail contributor": answers(404, subject=200, contributor=200),
    "GET coaching:student_work_detail removed": answers(404),
    "POST coaching:student_work_detail": DONE,
    "POST coaching:student_work_save": THE_TWO | {"anonymous": 401},
    "POST coaching:student_work_remove": DONE,
    "POST coaching:student_work_restore": DONE,
}


def of(by="owner"):
    return lambda world: {"pk": build.make_student_work(world.subject, world.people[by]).pk}


def removed(world):
    work = build.make_student_work(world.subject, world.owner)
    work.set_removed(timezone.now())
    return {"pk": work.pk}


ARGS = {
    "coaching:student_work_add": lambda world: {"pk": world.subject.pk},
    "coaching:student_work_detail": of(),
    "coaching:student_work_detail contributor": of("contributor"),
    "coaching:student_work_detail removed": removed,
    "coaching:student_work_save": of(),
    "coaching:student_work_remove": of(),
    "coaching:student_work_restore": removed,
}


def begun(world):
    return {"lesson_on": world.today.isoformat(), "task": "Exit ticket on slope."}


DATA = {
    "POST coaching:student_work_add": begun,
    "POST coaching:student_work_detail": lambda world: {
        "task": "Exit ticket",
        "errors_seen": "3 of 24",
    },
    "POST coaching:student_work_save": lambda world: (
        '{"field": "errors_seen", "value": "3 of 24", "was": ""}'
    ),
}
