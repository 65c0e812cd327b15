"""Coaching plans (permissions R14–R19): a draft is the pair's, an agreed plan has its readers."""

import json

from coaching.models import Plan, Reflection
from demo.builders import coaching as build
from tests.permission_table import answers

NEIGHBOURS = ("subject", "owner", "contributor", "principal", "evaluator", "district")
PAIR = answers(404, subject=200, owner=200)
PAIR_DOES = answers(404, subject=302, owner=302)
READERS = answers(404, **dict.fromkeys(NEIGHBOURS, 200))
# An agreed plan is seen by its readers, so what is not theirs to do says so.
NOBODY_DOES = answers(404, **dict.fromkeys(NEIGHBOURS, 403))
ONLY_THE_PAIR = {**NOBODY_DOES, "subject": 302, "owner": 302}
ONLY_THE_TEACHER = {**NOBODY_DOES, "subject": 302}
EVERYBODY = answers(200)
# Whoever teaches or coaches may start one, but only their own or that of a teacher they own.
COACHES = ("other_system", "contributor", "former", "evaluator")
STARTERS = answers(403, subject=200, peer=200, owner=200, **dict.fromkeys(COACHES, 200))
AS_JSON = {"anonymous": 401}


def draft(world):
    return {"pk": world.draft_plan.pk}


def proposed(world):
    return {"pk": world.proposed_plan().pk}


def agreed(world):
    return {"pk": world.agreed_plan().pk}


def waiting_for_teacher(world):
    return {"pk": world.agreed_plan(principal_may_read=False).pk}


def kept_from_district(world):
    return {"pk": world.agreed_plan(district_may_read=False).pk}


def step(world):
    return draft(world) | {"row": world.draft_plan.steps.get().pk}


def a_row(world):
    return step(world) | {"kind": "step"}


def removed_row(world):
    plan = world.draft_plan
    plan.steps.update(removed_at=world.yesterday)
    return {"pk": plan.pk, "kind": "step", "row": plan.steps.get().pk}


def orphan(world):
    """A draft whose coach has left; the owner of today did not write it."""
    return {"pk": build.make_plan(world.subject, world.former).pk}


def earlier_plan(world):
    """The draft, and a plan before it that is over."""
    first = world.agreed_plan()
    Plan.objects.filter(pk=first.pk).update(
        status=Plan.Status.COMPLETED, completed_at=world.yesterday
    )
    first.cycle.closed_at = world.yesterday
    first.cycle.save()
    return {"pk": build.make_plan(world.subject, world.owner, is_full=False).pk}


def reflection(world):
    """A reflection on the agreed plan, shared with the coach."""
    plan = world.agreed_plan()
    build.make_reflection(plan, shared_at=world.yesterday)
    return {"pk": plan.pk, "reflection": plan.reflections.get().pk}


def a_change(field, value, was=""):
    return json.dumps({"field": field, "value": value, "was": was})


def reflection_change(world):
    prompt = world.draft_plan.prompts.get()
    return a_change(f"prompt-{prompt.pk}-text", "More hands are up.")


def need_change(world):
    plan = world.draft_plan
    return a_change("plan-student_need", "8 of 24 explain.", was=plan.student_need)


ROWS = {
    "GET coaching:plan_list": EVERYBODY,
    "GET coaching:plan_start": STARTERS,
    "POST coaching:plan_start": answers(
        403, subject=302, peer=422, owner=302, **dict.fromkeys(COACHES, 422)
    ),
    "GET coaching:plan_detail draft": PAIR,
    "GET coaching:plan_detail proposed": PAIR,
    "GET coaching:plan_detail agreed": READERS,
    "GET coaching:plan_detail waiting_for_teacher": answers(
        404, subject=200, owner=200, contributor=200, district=200
    ),
    "GET coaching:plan_detail kept_from_district": {**READERS, "district": 404},
    "GET coaching:plan_edit draft": PAIR,
    "GET coaching:plan_edit agreed": NOBODY_DOES,
    "POST coaching:plan_edit draft": PAIR_DOES,
    "POST coaching:plan_edit agreed": NOBODY_DOES,
    "POST coaching:plan_save_field draft": PAIR | AS_JSON,
    "POST coaching:plan_save_field agreed": NOBODY_DOES | AS_JSON,
    "GET coaching:plan_readers": PAIR,
    "GET coaching:plan_readers agreed": READERS,
    "GET coaching:plan_tasks": PAIR,
    "POST coaching:plan_copy": PAIR_DOES,
    "POST coaching:plan_hand_over": answers(404, subject=302),
    "POST coaching:plan_hand_over draft": answers(404, subject=403, owner=403),
    "POST coaching:plan_add": PAIR_DOES,
    "POST coaching:plan_remove": PAIR_DOES,
    "POST coaching:plan_restore": PAIR_DOES,
    "POST coaching:plan_move_step": PAIR_DOES,
    "GET coaching:plan_bank": PAIR,
    "POST coaching:plan_bank": answers(404, subject=422, owner=422),
    "GET coaching:plan_self_check": PAIR,
    "POST coaching:plan_self_check": PAIR_DOES,
    "GET coaching:plan_sign draft": PAIR,
    "GET coaching:plan_sign agreed": ONLY_THE_PAIR,
    "POST coaching:plan_sign draft": PAIR_DOES,
    "POST coaching:plan_sign agreed": ONLY_THE_PAIR,
    "GET coaching:plan_complete draft": answers(404, subject=403, owner=403),
    "GET coaching:plan_complete agreed": {**NOBODY_DOES, "subject": 200, "owner": 200},
    "POST coaching:plan_complete agreed": ONLY_THE_PAIR,
    "POST coaching:plan_show_principal waiting_for_teacher": answers(
        404, subject=302, owner=403, contributor=403, district=403
    ),
    "POST coaching:plan_answer draft": answers(404, subject=403, owner=403),
    "POST coaching:plan_answer agreed": ONLY_THE_TEACHER,
    "POST coaching:plan_ask_reflection": {**NOBODY_DOES, "owner": 302},
    "GET coaching:plan_reflect": answers(404, subject=200, owner=403),
    "POST coaching:plan_reflect": answers(404, subject=302, owner=403),
    "POST coaching:plan_save_reflection": answers(404, subject=200, owner=403) | AS_JSON,
    "POST coaching:plan_unshare_reflection": ONLY_THE_TEACHER,
    "POST coaching:plan_record_reflection": ONLY_THE_TEACHER,
}
STATES = {
    "draft": draft,
    "proposed": proposed,
    "agreed": agreed,
    "waiting_for_teacher": waiting_for_teacher,
    "kept_from_district": kept_from_district,
}
ARGS = {
    f"{name} {state}": make
    for name in (
        "coaching:plan_detail",
        "coaching:plan_edit",
        "coaching:plan_save_field",
        "coaching:plan_sign",
        "coaching:plan_complete",
        "coaching:plan_answer",
        "coaching:plan_show_principal",
    )
    for state, make in STATES.items()
} | {
    "coaching:plan_readers": draft,
    "coaching:plan_readers agreed": agreed,
    "coaching:plan_tasks": draft,
    "coaching:plan_copy": earlier_plan,
    "coaching:plan_hand_over": orphan,
    "coaching:plan_hand_over draft": draft,
    "coaching:plan_add": lambda world: draft(world) | {"kind": "step"},
    "coaching:plan_remove": a_row,
    "coaching:plan_restore": removed_row,
    "coaching:plan_move_step": step,
    "coaching:plan_bank": step,
    "coaching:plan_self_check": draft,
    "coaching:plan_ask_reflection": agreed,
    "coaching:plan_reflect": draft,
    "coaching:plan_save_reflection": draft,
    "coaching:plan_unshare_reflection": reflection,
    "coaching:plan_record_reflection": reflection,
}
CHECK = {"is_aligned": "yes", "is_manageable": "partly", "shows_progress": "not_yet"}
DATA = {
    "POST coaching:plan_start": lambda world: {"teacher": world.subject.pk},
    "POST coaching:plan_edit draft": lambda world: {"section": "need"},
    "POST coaching:plan_edit agreed": lambda world: {"section": "need"},
    "POST coaching:plan_save_field draft": need_change,
    "POST coaching:plan_save_field agreed": need_change,
    "POST coaching:plan_self_check": lambda world: CHECK,
    "POST coaching:plan_sign draft": lambda world: {"version": world.draft_plan.version},
    "POST coaching:plan_sign agreed": lambda world: {"version": world.draft_plan.version},
    "POST coaching:plan_answer draft": lambda world: {"text": "We wrote this together."},
    "POST coaching:plan_answer agreed": lambda world: {"text": "We wrote this together."},
    "POST coaching:plan_reflect": lambda world: {
        "prompt": f"prompt-{world.draft_plan.prompts.get().pk}"
    },
    "POST coaching:plan_save_reflection": reflection_change,
    "POST coaching:plan_record_reflection": lambda world: {"add": str(Reflection.objects.get().pk)},
}
