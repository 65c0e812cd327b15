"""Data reviews (R39): principals, the leadership team and the coaches of the school, the system's
leadership team, district staff and the custodian read; feedback is the system's leadership team's.
The owner coaches at the school; a contributor or former coach is no coach of it."""

from demo.builders import leading as build
from tests.permission_table import answers

KEEPERS = ("principal", "contributor", "evaluator", "district")
READERS = (*KEEPERS, "custodian", "owner")
ANYWHERE = {"other_principal": 200, "other_system": 200, "custodian": 200, "owner": 200}
PAGES = answers(404, **dict.fromkeys(KEEPERS, 200), **ANYWHERE)
READ = answers(404, **dict.fromkeys(READERS, 200))
KEPT = answers(404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 200))
DONE = answers(404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 302))
ASKED = answers(
    404, evaluator=200, district=200, principal=403, contributor=403, custodian=403, owner=403
)


def teams(world):
    """The contributor is in the school's leadership team, the evaluator in the system's, which
    district staff facilitates."""
    return world.school_ilt and world.system_ilt and {}


def review(world):
    teams(world)
    row = build.make_review(world.system, world.school)
    build.make_promise(row, world.principal)
    return {"pk": row.pk}


def held(world):
    kwargs = review(world)
    row = world.school.data_reviews.get()
    build.hold_review(row, world.yesterday)
    return kwargs


def of_system(world):
    teams(world)
    return {"pk": build.make_review(world.system).pk}


def without_teams(world):
    return {"pk": build.make_review(world.system, world.school).pk}


def question(world):
    teams(world)
    row = build.make_review(world.system, world.school)
    return {"pk": build.make_entry(row, world.evaluator).pk}


def promise(world):
    review(world)
    return {"pk": world.school.data_reviews.get().steps.get().pk}


def of_held(world):
    held(world)
    return {"pk": world.school.data_reviews.get().steps.get().pk}


ROWS = {
    "GET ilt:review_list": PAGES,
    "GET ilt:review_add": answers(
        404,
        owner=403,
        custodian=403,
        other_principal=200,
        other_system=200,
        **dict.fromkeys(KEEPERS, 200),
    ),
    "POST ilt:review_add": answers(
        404,
        owner=403,
        custodian=403,
        other_principal=422,
        other_system=422,
        **dict.fromkeys(KEEPERS, 302),
    ),
    "GET ilt:review_cadence": answers(
        404,
        evaluator=200,
        district=200,
        principal=403,
        contributor=403,
        custodian=403,
        other_principal=403,
        other_system=403,
        owner=403,
    ),
    "POST ilt:review_cadence": answers(
        404,
        evaluator=302,
        district=302,
        principal=403,
        contributor=403,
        custodian=403,
        other_principal=403,
        other_system=403,
        owner=403,
    ),
    "GET ilt:review_detail": READ,
    "GET ilt:review_detail system": answers(404, evaluator=200, district=200, custodian=200),
    "GET ilt:review_detail teamless": answers(
        404, principal=200, district=200, custodian=200, owner=200
    ),
    "GET ilt:review_edit": KEPT,
    "GET ilt:review_edit teamless": answers(
        404, principal=200, district=403, custodian=403, owner=403
    ),
    "GET ilt:review_edit held": answers(404, **dict.fromkeys(READERS, 403)),
    "POST ilt:review_edit": DONE,
    "POST ilt:review_ready": DONE,
    "GET ilt:review_hold": KEPT,
    "POST ilt:review_hold": DONE,
    "POST ilt:review_reopen": DONE,
    "GET ilt:question_add": KEPT,
    "POST ilt:question_add": DONE,
    "GET ilt:feedback_add": ASKED,
    "POST ilt:feedback_add": ASKED | {"evaluator": 302, "district": 302},
    "GET ilt:question_answer": KEPT,
    "POST ilt:question_answer": DONE,
    "GET ilt:promise_add": KEPT,
    "POST ilt:promise_add": DONE,
    "GET ilt:promise_edit": KEPT,
    "POST ilt:promise_edit": DONE,
    "POST ilt:promise_edit held": answers(404, **dict.fromkeys(READERS, 403)),
    "GET ilt:promise_outcome": KEPT,
    "POST ilt:promise_outcome": DONE,
    "POST reports:data_review_export": answers(
        404,
        principal=302,
        evaluator=302,
        district=302,
        contributor=403,
        custodian=403,
        owner=403,
    ),
}
ARGS = {
    "ilt:review_list": lambda world: held(world) and {},
    "ilt:review_add": teams,
    "ilt:review_cadence": teams,
    "ilt:review_detail": held,
    "ilt:review_detail system": of_system,
    "ilt:review_detail teamless": without_teams,
    "ilt:review_edit": review,
    "ilt:review_edit teamless": without_teams,
    "ilt:review_edit held": held,
    "ilt:review_ready": review,
    "ilt:review_hold": review,
    "ilt:review_reopen": held,
    "ilt:question_add": review,
    "ilt:feedback_add": review,
    "ilt:question_answer": question,
    "ilt:promise_add": review,
    "ilt:promise_edit": promise,
    "ilt:promise_edit held": of_held,
    "ilt:promise_outcome": of_held,
    "reports:data_review_export": held,
}
TABLE = {
    "kind": "quarterly",
    "title": "Second quarter",
    "review_on": "2027-01-12",
    "tracker_notes": "Grade 5 fell.",
    "action_plan": "",
}


def promised(world):
    row = {"text": "Plan number talks.", "due_on": "2027-02-01"}
    return row | {"owner": str(world.principal.pk)}


DATA = {
    "POST ilt:review_add": lambda world: TABLE | {"school": str(world.school.pk)},
    "POST ilt:review_cadence": lambda world: {"every_months": "6"},
    "POST ilt:review_edit": lambda world: TABLE,
    "POST ilt:question_add": lambda world: {"kind": "gap", "text": "What about this gap?"},
    "POST ilt:feedback_add": lambda world: {"text": "Keep the number talks."},
    "POST ilt:question_answer": lambda world: {"answer": "A new screener."},
    "POST ilt:promise_add": promised,
    "POST ilt:promise_edit": promised,
    "POST ilt:promise_edit held": promised,
    "POST ilt:promise_outcome": lambda world: {"status": "partly", "outcome": "Two of three."},
}
SHOWS = {"GET ilt:review_list": (lambda world: "First quarter", list(READERS))}
