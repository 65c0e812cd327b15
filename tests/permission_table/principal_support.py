"""Principal support (R39), dealt out by the system's leadership team; notes are C4."""

from demo.builders import leading as build
from tests.permission_table import answers, data_reviews
from tests.permission_table.data_reviews import teams

PAGES = data_reviews.PAGES | {"owner": 404}
READ = data_reviews.READ | {"owner": 404}
NOT_THEIRS = dict.fromkeys(("principal", "contributor", "custodian"), 403)
ANYWHERE = {"other_principal": 403, "other_system": 403}
TEAM = {"evaluator": 200, "district": 200}
SAVED = {"evaluator": 302, "district": 302}
NOTE = "I sit in on your next team meeting."


def support(world):
    teams(world)
    row = build.make_support(world.evaluator, world.school)
    build.add_support_note(row, world.evaluator)
    return {"pk": row.pk}


ROWS = {
    "GET ilt:support_list": PAGES,
    "GET ilt:support_add": answers(404, **NOT_THEIRS, **ANYWHERE, **TEAM),
    "POST ilt:support_add": answers(404, **NOT_THEIRS, **ANYWHERE, **SAVED),
    "GET ilt:support_detail": READ,
    "GET ilt:support_edit": answers(404, **NOT_THEIRS, **TEAM),
    "POST ilt:support_edit": answers(404, **NOT_THEIRS, **SAVED),
    "GET ilt:support_note": READ | {"contributor": 403, "district": 403, "custodian": 403},
    "POST ilt:support_note": answers(
        404, principal=302, evaluator=302, contributor=403, district=403, custodian=403
    ),
}
ARGS = {
    "ilt:support_list": lambda world: support(world) and {},
    "ilt:support_add": teams,
    "ilt:support_detail": support,
    "ilt:support_edit": support,
    "ilt:support_note": support,
}
DATA = {
    "POST ilt:support_add": lambda world: {
        "member": str(world.evaluator.pk),
        "school": str(world.school.pk),
        "starts_on": "2026-11-02",
    },
    "POST ilt:support_edit": lambda world: {"starts_on": "2026-11-02", "ends_on": "2027-05-22"},
    "POST ilt:support_note": lambda world: {"text": "Thank you."},
}
SHOWS = {
    "GET ilt:support_list": (
        lambda world: "Eve Evaluator",
        ["principal", "contributor", "evaluator", "district", "custodian"],
    ),
    "GET ilt:support_detail": (lambda world: NOTE, ["principal", "evaluator"]),
}
