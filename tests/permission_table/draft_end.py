"""Visits not shared: each author's own; the admin counts them and reads none (permissions R10)."""

from django.utils import timezone

from coaching.models import Visit
from demo.builders import coaching as build
from tests.permission_table import answers

ROWS = {
    "GET coaching:draft_list": answers(200),
    "POST coaching:draft_choose": answers(404, owner=302),
    "POST coaching:draft_choose nothing": answers(404, owner=422),
    "POST coaching:draft_choose shared": answers(404, owner=302),
    "POST coaching:draft_choose never_ended": answers(404, owner=302),
    "GET coaching:feedback_end": answers(404, owner=200),
    "POST coaching:feedback_end": answers(404, owner=302),
    "POST coaching:feedback_end nothing": answers(404, owner=422),
    "GET coaching:feedback_end draft": answers(404, owner=403),
    "GET coaching:feedback_remove": answers(404, owner=200),
    "POST coaching:feedback_remove": answers(404, owner=302),
    "GET coaching:draft_counts": answers(403, admin=200, other_system=200),
}


def never_ended(world):
    began = world.days_ago(20)
    return {"pk": build.make_visit(world.subject, world.owner, began, minutes=None).pk}


def begun(world):
    visit = world.draft_feedback.visit
    Visit.objects.filter(pk=visit.pk).update(shared_at=timezone.now())
    return {"pk": visit.pk}


ARGS = {
    "coaching:feedback_end": begun,
    "coaching:feedback_end nothing": begun,
    "coaching:feedback_end draft": lambda world: {"pk": world.draft_feedback.visit_id},
    "coaching:feedback_remove": begun,
    "coaching:draft_choose": lambda world: {"pk": world.draft_visit.pk},
    "coaching:draft_choose nothing": lambda world: {"pk": world.draft_visit.pk},
    "coaching:draft_choose shared": lambda world: {"pk": world.shared_visit.pk},
    "coaching:draft_choose never_ended": never_ended,
}
DATA = {
    "POST coaching:feedback_end": lambda world: {"choice": "shared"},
    "POST coaching:draft_choose": lambda world: {"choice": "marks"},
    "POST coaching:draft_choose never_ended": lambda world: {"choice": "end"},
    "POST coaching:draft_choose shared": lambda world: {"choice": "marks"},
}
