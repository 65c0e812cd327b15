"""The stage of a team (R39): principals and the leadership team of the school and the system's
leadership team read and assess; coaches of the school, the custodian and district staff outside
that team only read. Where
the gauge is off there is no page."""

from demo.builders import stage as build
from people.models import School
from tests.permission_table import answers

KEEPERS = ("principal", "contributor", "evaluator", "district")
READ = answers(404, owner=200, custodian=200, **dict.fromkeys(KEEPERS, 200))
KEPT = answers(404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 200))
DONE = answers(404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 302))
OF_SYSTEM = answers(404, evaluator=200, district=200, custodian=200)


def school_team(world):
    """The contributor is in the school's leadership team, the evaluator in the system's, which
    district staff facilitates."""
    assert world.system_ilt
    build.make_stage_review(world.school_ilt, world.principal)
    return {"pk": world.school_ilt.pk}


def system_team(world):
    assert world.school_ilt
    return {"pk": world.system_ilt.pk}


def collaboration_team(world):
    assert world.school_ilt
    assert world.system_ilt
    return {"pk": world.tc.pk}


def without_system_team(world):
    return {"pk": world.school_ilt.pk}


def off(of):
    """The same, where no school of the system has the gauge."""

    def switched_off(world):
        kwargs = of(world)
        School.objects.filter(school_system=world.system).update(stage_gauge_since=None)
        return kwargs

    return switched_off


def action(code, of=school_team):
    return lambda world: {**of(world), "code": code}


def review(world):
    school_team(world)
    return {"pk": world.school_ilt.stage_reviews.get().pk}


ROWS = {
    "GET ilt:stage": READ,
    "GET ilt:stage system": OF_SYSTEM,
    "GET ilt:stage collaboration": READ,
    "GET ilt:stage teamless": answers(404, principal=200, contributor=200, district=200)
    | {"custodian": 200, "owner": 200},
    "GET ilt:stage off": answers(404),
    "POST ilt:stage_keep": DONE,
    "POST ilt:stage_keep teamless": answers(404, principal=302, contributor=302)
    | {"district": 403, "custodian": 403, "owner": 403},
    "POST ilt:stage_keep off": answers(404),
    "GET ilt:stage_action": KEPT,
    "GET ilt:stage_action computed": KEPT,
    "GET ilt:stage_action collaboration": KEPT,
    "GET ilt:stage_action unknown": answers(404),
    "POST ilt:stage_action": DONE,
    "POST ilt:stage_action computed": DONE,
    "POST ilt:stage_status": DONE,
    "POST ilt:stage_status computed": answers(
        404, owner=403, custodian=403, **dict.fromkeys(KEEPERS, 403)
    ),
    "GET ilt:stage_review": READ,
    "GET ilt:stage_review off": answers(404),
    "GET meetings:team_detail stage": answers(200, other_system=404),
}
ARGS = {
    "ilt:stage": school_team,
    "ilt:stage system": system_team,
    "ilt:stage collaboration": collaboration_team,
    "ilt:stage teamless": without_system_team,
    "ilt:stage off": off(school_team),
    "ilt:stage_keep": school_team,
    "ilt:stage_keep teamless": without_system_team,
    "ilt:stage_keep off": off(school_team),
    "ilt:stage_action": action("1g"),
    "ilt:stage_action computed": action("1a"),
    "ilt:stage_action collaboration": action("3b", collaboration_team),
    "ilt:stage_action unknown": action("9z"),
    "ilt:stage_status": action("1g"),
    "ilt:stage_status computed": action("1a"),
    "ilt:stage_review": review,
    "meetings:team_detail stage": school_team,
    "ilt:stage_review off": off(review),
}
SAID = {"status": "partial", "initial-status": ""}
DATA = {
    "POST ilt:stage_action": lambda world: SAID | {"evidence": "The letter of October."},
    "POST ilt:stage_action computed": lambda world: {"evidence": "Two meetings were on paper."},
    "POST ilt:stage_status": lambda world: SAID,
    "POST ilt:stage_status computed": lambda world: SAID,
}
SHOWS = {
    "GET meetings:team_detail stage": (
        lambda world: "/stage/",
        ["owner", "principal", "contributor", "evaluator", "district", "custodian"],
    ),
}
