"""Feedback, steps, the caseload, the teacher's own pages, and Today (permissions R10–R13, R40)."""

import json

from coaching.models import EvidenceNote, Reflection
from coaching.shown import Shown
from tests.permission_table import answers


def _fingerprint(world):
    return {"checked": Shown.of(world.draft_feedback).fingerprint()}


def _change(world, field="praise"):
    return json.dumps({"field": field, "value": "Every student spoke.", "was": ""})


def _quote(world):
    note = EvidenceNote.objects.filter(visit=world.draft_visit).first()
    return {"quote": f"praise:{note.pk}"}


def _shared_reflection(world):
    Reflection.objects.create(
        school_system=world.system,
        step=world.shared_step,
        author=world.subject,
        text="It worked.",
        shared_at=world.yesterday,
    )
    return {"pk": world.shared_step.pk}


EVERYBODY = answers(200)
ROWS = {
    "GET reports:today": EVERYBODY,
    "GET coaching:caseload": answers(
        404, owner=200, contributor=200, former=200, evaluator=200, other_system=200
    ),
    "GET coaching:teacher_detail": answers(404, owner=200, contributor=200),
    "GET coaching:teacher_change": answers(404, owner=200, contributor=200),
    "GET coaching:my_change": answers(404, subject=200, peer=200),
    "GET coaching:my_coaching": answers(404, subject=200, peer=200),
    "GET coaching:my_history": answers(404, subject=200, peer=200),
    "GET coaching:feedback_edit draft": answers(404, owner=200),
    "POST coaching:feedback_edit draft": answers(404, owner=302),
    "GET coaching:feedback_edit shared": answers(404, owner=200, subject=403),
    "POST coaching:feedback_edit shared": answers(404, owner=302, subject=403),
    "GET coaching:feedback_focus": answers(404, owner=200),
    "POST coaching:feedback_save": answers(404, anonymous=401, owner=200),
    "POST coaching:feedback_quote": answers(404, owner=302),
    "GET coaching:feedback_check": answers(404, owner=200),
    "POST coaching:feedback_share": answers(404, owner=302),
    "POST coaching:feedback_take_back draft": answers(404, owner=403),
    "POST coaching:feedback_take_back shared": answers(404, owner=403, subject=403),
    "GET coaching:feedback_detail draft": answers(404, owner=302),
    "GET coaching:feedback_detail shared": answers(404, owner=200, subject=200),
    "POST coaching:feedback_reply": answers(404, owner=403, subject=302),
    "GET coaching:feedback_versions": answers(404, owner=200, subject=200),
    "GET coaching:visit_marks": answers(404, owner=403, subject=200),
    "POST coaching:visit_marks": answers(404, owner=403, subject=302),
    "GET coaching:step_detail draft": answers(404, owner=200),
    "GET coaching:step_detail shared": answers(404, owner=200, subject=200, contributor=200),
    "GET coaching:step_detail reflected": answers(404, owner=200, subject=200, contributor=200),
    "GET coaching:step_add": answers(404, owner=200, contributor=403),
    "POST coaching:step_add": answers(404, owner=302, contributor=403),
    "GET coaching:step_edit": answers(404, owner=200, subject=403, contributor=403),
    "POST coaching:step_edit": answers(404, owner=302, subject=403, contributor=403),
    "POST coaching:step_mark": answers(404, owner=302, subject=302, contributor=403),
    "GET coaching:step_reflect": answers(404, subject=200, owner=403, contributor=403),
    "POST coaching:step_reflect": answers(404, subject=302, owner=403, contributor=403),
    "POST coaching:step_reflection_save": answers(
        404, anonymous=401, subject=200, owner=403, contributor=403
    ),
    "POST coaching:step_reflection_unshare": answers(404, subject=302, owner=403, contributor=403),
}
ARGS = {
    "coaching:teacher_detail": lambda world: {"pk": world.subject.pk},
    "coaching:teacher_change": lambda world: {"pk": world.subject.pk},
    "coaching:feedback_edit draft": lambda world: {"pk": world.draft_visit.pk},
    "coaching:feedback_edit shared": lambda world: {"pk": world.shared_visit.pk},
    "coaching:feedback_focus": lambda world: {"pk": world.draft_feedback.visit_id},
    "coaching:feedback_save": lambda world: {"pk": world.draft_visit.pk},
    "coaching:feedback_quote": lambda world: {"pk": world.draft_visit.pk},
    "coaching:feedback_check": lambda world: {"pk": world.draft_feedback.pk},
    "coaching:feedback_share": lambda world: {"pk": world.draft_feedback.pk},
    "coaching:feedback_take_back draft": lambda world: {"pk": world.draft_feedback.pk},
    "coaching:feedback_take_back shared": lambda world: {"pk": world.shared_feedback.pk},
    "coaching:feedback_detail draft": lambda world: {"pk": world.draft_feedback.pk},
    "coaching:feedback_detail shared": lambda world: {"pk": world.shared_feedback.pk},
    "coaching:feedback_reply": lambda world: {"pk": world.shared_feedback.pk},
    "coaching:feedback_versions": lambda world: {"pk": world.shared_feedback.pk},
    "coaching:visit_marks": lambda world: {"pk": world.shared_visit.pk},
    "coaching:step_detail draft": lambda world: {"pk": world.draft_feedback.step_id},
    "coaching:step_detail shared": lambda world: {"pk": world.shared_step.pk},
    "coaching:step_detail reflected": lambda world: {"pk": world.shared_step.pk},
    "coaching:step_add": lambda world: {"pk": world.subject.pk},
    "coaching:step_edit": lambda world: {"pk": world.shared_step.pk},
    "coaching:step_mark": lambda world: {"pk": world.shared_step.pk, "status": "met"},
    "coaching:step_reflect": lambda world: {"pk": world.shared_step.pk},
    "coaching:step_reflection_save": lambda world: {"pk": world.shared_step.pk},
    "coaching:step_reflection_unshare": _shared_reflection,
}
DATA = {
    "POST coaching:feedback_edit draft": lambda world: {"praise": "Every student spoke."},
    "POST coaching:feedback_edit shared": lambda world: {
        "praise": "Every student spoke.",
        "activity": world.shared_step.activity,
    },
    "POST coaching:feedback_save": _change,
    "POST coaching:feedback_quote": _quote,
    "POST coaching:feedback_share": _fingerprint,
    "POST coaching:feedback_reply": lambda world: {"text": "I will try it on Monday."},
    "POST coaching:visit_marks": lambda world: {},
    "POST coaching:step_add": lambda world: {"activity": "Name the objective."},
    "POST coaching:step_edit": lambda world: {"activity": "Name the objective."},
    "POST coaching:step_reflect": lambda world: {"text": "It worked."},
    "POST coaching:step_reflection_save": lambda world: _change(world, "text"),
}
PRIVATE = "Mine alone for now."


def private_reflection(world):
    """What the teacher wrote about a shared step and has shown nobody."""
    Reflection.objects.create(
        school_system=world.system, author=world.subject, step=world.shared_step, text=PRIVATE
    )
    return PRIVATE


SHOWS = {
    "GET coaching:step_detail reflected": (private_reflection, ["subject"]),
    "GET coaching:caseload": (lambda world: world.subject.name, ["owner", "contributor"]),
}
