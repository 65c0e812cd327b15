"""Insight notes and teacher leaders (R39): written by those who lead teachers, read by the school's
leadership, its coaches and the central office; teacher leaders are kept by principals and district
staff."""

from ilt.models import Insight, TeacherLeader
from tests.permission_table import answers
from tests.permission_table.data_reviews import PAGES, teams

WRITERS = ("owner", "contributor", "former", "evaluator", "other_system")
KEEPERS = ("principal", "contributor", "evaluator", "district")
TOLD = answers(404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 200))
NAMERS = ("principal", "other_principal", "district", "other_system")
NOT_THEIRS = dict.fromkeys(("contributor", "evaluator", "custodian"), 403)
NOTE = "Teams have no common planning on Fridays."


def note(world):
    teams(world)
    row = Insight.objects.create(
        school_system=world.system,
        school=world.school,
        author=world.owner,
        about="time",
        text=NOTE,
    )
    return {"pk": row.pk}


def of_colleague(world):
    kwargs = note(world)
    Insight.objects.update(author=world.former)
    return kwargs


def leader(world):
    teams(world)
    row = TeacherLeader.objects.create(
        school_system=world.system,
        school=world.school,
        user=world.owner,
        kind="mentor",
        represents="Grades 3–5 math",
        starts_on="2026-08-06",
    )
    return {"pk": row.pk}


ROWS = {
    "GET ilt:insight_list": PAGES | {"owner": 200, "former": 200},
    "GET ilt:insight_add": answers(404, **dict.fromkeys(WRITERS, 200)),
    "POST ilt:insight_add": answers(404, **dict.fromkeys(WRITERS, 302)),
    "GET ilt:insight_answer": TOLD,
    "GET ilt:insight_answer colleague": TOLD | {"former": 403},
    "POST ilt:insight_answer": TOLD | dict.fromkeys(KEEPERS, 302),
    "GET ilt:leader_list": PAGES | {"owner": 200},
    "GET ilt:leader_add": answers(404, **NOT_THEIRS, **dict.fromkeys(NAMERS, 200)),
    "POST ilt:leader_add": answers(
        404, principal=302, district=302, other_principal=422, other_system=422, **NOT_THEIRS
    ),
    "GET ilt:leader_edit": answers(404, principal=200, district=200, owner=403, **NOT_THEIRS),
    "POST ilt:leader_edit": answers(404, principal=302, district=302, owner=403, **NOT_THEIRS),
}
ARGS = {
    "ilt:insight_list": lambda world: note(world) and {},
    "ilt:insight_add": teams,
    "ilt:insight_answer": note,
    "ilt:insight_answer colleague": of_colleague,
    "ilt:leader_list": lambda world: leader(world) and {},
    "ilt:leader_add": teams,
    "ilt:leader_edit": leader,
}
PART = {"kind": "mentor", "represents": "", "release_minutes": "50", "starts_on": "2026-08-06"}


def named(world):
    return PART | {"school": str(world.school.pk), "user": str(world.owner.pk)}


DATA = {
    "POST ilt:insight_add": lambda world: {"about": "time", "text": "No common planning."},
    "POST ilt:insight_answer": lambda world: {"answer": "From January on."},
    "POST ilt:leader_add": named,
    "POST ilt:leader_edit": lambda world: PART,
}
SHOWS = {
    "GET ilt:insight_list": (lambda world: NOTE, ["owner", *KEEPERS, "custodian"]),
    "GET ilt:leader_list": (
        lambda world: "Grades 3–5 math",
        ["owner", *KEEPERS, "custodian"],
    ),
}
