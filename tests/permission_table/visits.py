"""Visits and evidence notes (permissions R10–R11): the teacher and the coach, nobody else.

A contributor makes visits of their own; of the owner's visits they see nothing.
"""

import datetime as dt
import json

from django.utils import timezone

from coaching.models import ActionStep, LookFor, Visit
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people
from people.models import CoachAssignment
from people.school_days import SchoolCalendar
from tests.permission_table import answers

COACH = {"owner": 200}
DONE = {"owner": 302}

ROWS = {
    "GET coaching:api_session": answers(200, anonymous=200),
    "POST coaching:api_sync": answers(409, anonymous=401, owner=200),
    "GET coaching:visit_list": answers(200),
    "POST coaching:visit_start": answers(404, owner=302, contributor=302),
    "GET coaching:visit_plan": answers(403, owner=200, contributor=200),
    "POST coaching:visit_plan": answers(403, owner=302, contributor=302),
    "GET coaching:visit_detail planned": answers(404, owner=200),
    "GET coaching:visit_detail announced": answers(404, owner=200, subject=200),
    "GET coaching:visit_detail draft": answers(404, owner=200),
    "GET coaching:visit_detail shared": answers(404, owner=200, subject=200),
    "GET coaching:visit_detail counted": answers(404, owner=200, subject=200),
    "GET coaching:visit_detail counting": answers(404, owner=200, subject=200),
    "GET coaching:visit_detail former": answers(404, former=200),
    "POST coaching:visit_begin": answers(404, **DONE),
    "GET coaching:visit_replan": answers(404, **COACH),
    "POST coaching:visit_replan": answers(404, **DONE),
    "POST coaching:visit_not_held": answers(404, **DONE),
    "POST coaching:visit_not_held announced": answers(404, subject=403, **DONE),
    "POST coaching:visit_not_held_undo": answers(404, **DONE),
    "POST coaching:visit_move": answers(404, **DONE),
    "POST coaching:visit_move announced": answers(404, subject=403, **DONE),
    "GET coaching:visit_calendar": answers(404, **COACH),
    "GET coaching:visit_calendar announced": answers(404, owner=200, subject=200),
    "GET coaching:visit_calendar held": answers(404),
    "POST coaching:visit_unplan": answers(404, **DONE),
    "POST coaching:visit_unplan announced": answers(404, subject=403, **DONE),
    "POST coaching:visit_unplan_undo": answers(404, **DONE),
    "GET coaching:visit_live": answers(404, **COACH),
    "GET coaching:visit_live contributor": answers(404, contributor=200),
    "POST coaching:visit_end": answers(404, **DONE),
    "GET coaching:visit_edit": answers(404, **COACH),
    "POST coaching:visit_edit": answers(404, **DONE),
    "GET coaching:visit_review": answers(404, **COACH),
    "GET coaching:visit_review shared": answers(404, subject=403, **COACH),
    "GET coaching:visit_review former": answers(404, former=403),
    "POST coaching:note_add": answers(404, **DONE),
    "POST coaching:note_add shared": answers(404, subject=403, **DONE),
    "POST coaching:note_tag": answers(404, **DONE),
    "POST coaching:note_restore": answers(404, **DONE),
    "GET coaching:note_edit": answers(404, **COACH),
    "GET coaching:note_edit shared": answers(404, subject=403, owner=403),
    "POST coaching:note_edit": answers(404, **DONE),
    "POST coaching:note_untag": answers(404, **DONE),
    "POST coaching:note_leave_out": answers(404, **DONE),
    "POST coaching:note_leave_out shared": answers(404, subject=403, owner=403),
    "POST coaching:note_late": answers(404, **DONE),
    "POST coaching:note_late keep": answers(404, **DONE),
    "POST coaching:note_delete": answers(404, **DONE),
    "POST coaching:note_settle": answers(404, **DONE),
}


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def counted(world):
    """A shared visit in which talk was counted."""
    build.count_talk(world.shared_visit)
    return {"pk": world.shared_visit.pk}


def counting(world):
    """A visit that the teacher knew of, and that runs: what is counted is still the coach's."""
    visit = world.live_visit
    Visit.objects.filter(pk=visit.pk).update(is_announced=True)
    build.count_talk(visit)
    return {"pk": visit.pk}


def note_of(name):
    return lambda world: {"pk": getattr(world, name).notes.first().pk}


def announced(world):
    visit = build.plan_visit(world.subject, world.owner, world.today, is_announced=True)
    return {"pk": visit.pk}


def of_former_coach(world):
    """The draft of a contributor whose assignment ended five days ago."""
    dates = {
        "starts_on": world.today - dt.timedelta(days=20),
        "ends_on": world.today - dt.timedelta(days=5),
    }
    people.assign(world.subject, world.former, CoachAssignment.Kind.CONTRIBUTOR, **dates)
    began = world.yesterday - dt.timedelta(days=6)
    return {"pk": build.make_visit(world.subject, world.former, began).pk}


def of_contributor(world):
    """A live visit that the contributor makes of their own."""
    began = timezone.now() - dt.timedelta(minutes=5)
    return {"pk": build.make_visit(world.subject, world.contributor, began, minutes=None).pk}


def draft_look_for(world):
    """A look-for of the plan that owner and teacher are still writing."""
    look_for = LookFor.objects.filter(step__plan=world.draft_plan).exclude(text="").first()
    LookFor.objects.filter(pk=look_for.pk).update(text="Seen in the draft alone.")
    ActionStep.objects.filter(pk=look_for.step_id).update(shared_at=None)
    return "Seen in the draft alone."


SHOWS = {
    "GET coaching:visit_live contributor": (draft_look_for, []),
    "GET coaching:visit_detail counted": (lambda world: "Student talk", ["owner", "subject"]),
    "GET coaching:visit_detail counting": (lambda world: "Student talk", ["owner"]),
}


def late_note(world):
    """A note of a shared visit that arrived after the teacher had been told."""
    note = world.shared_visit.notes.last()
    world.shared_visit.notes.filter(pk=note.pk).update(is_late=True)
    return {"pk": note.pk}


def restored(world):
    note = world.draft_visit.notes.first()
    return {"pk": world.draft_visit.pk, "note": note.pk}


ARGS = {
    "coaching:visit_detail planned": of("planned_visit"),
    "coaching:visit_detail announced": announced,
    "coaching:visit_detail draft": of("draft_visit"),
    "coaching:visit_detail shared": of("shared_visit"),
    "coaching:visit_detail counted": counted,
    "coaching:visit_detail counting": counting,
    "coaching:visit_detail former": of_former_coach,
    "coaching:visit_begin": of("planned_visit"),
    "coaching:visit_replan": of("planned_visit"),
    "coaching:visit_not_held": of("planned_visit"),
    "coaching:visit_not_held announced": announced,
    "coaching:visit_not_held_undo": of("planned_visit"),
    "coaching:visit_move": of("planned_visit"),
    "coaching:visit_move announced": announced,
    "coaching:visit_calendar": of("planned_visit"),
    "coaching:visit_calendar announced": announced,
    "coaching:visit_calendar held": of("shared_visit"),
    "coaching:visit_unplan": of("planned_visit"),
    "coaching:visit_unplan announced": announced,
    "coaching:visit_unplan_undo": of("planned_visit"),
    "coaching:visit_live": of("live_visit"),
    "coaching:visit_live contributor": of_contributor,
    "coaching:visit_end": of("live_visit"),
    "coaching:visit_edit": of("draft_visit"),
    "coaching:visit_review": of("draft_visit"),
    "coaching:visit_review shared": of("shared_visit"),
    "coaching:visit_review former": of_former_coach,
    "coaching:note_add": of("draft_visit"),
    "coaching:note_add shared": of("shared_visit"),
    "coaching:note_tag": of("draft_visit"),
    "coaching:note_restore": restored,
    "coaching:note_edit": note_of("draft_visit"),
    "coaching:note_edit shared": note_of("shared_visit"),
    "coaching:note_untag": note_of("draft_visit"),
    "coaching:note_leave_out": note_of("draft_visit"),
    "coaching:note_leave_out shared": note_of("shared_visit"),
    "coaching:note_late": late_note,
    "coaching:note_late keep": late_note,
    "coaching:note_delete": note_of("draft_visit"),
    "coaching:note_settle": note_of("draft_visit"),
}


def plan(world):
    return {
        "teacher": str(world.subject.pk),
        "planned_on": school_day(world)["day"],
        "kind": "informal",
    }


def school_day(world):
    """A school day of the coming weeks."""
    return {"day": SchoolCalendar.of(world.school).add(world.today, 2).isoformat()}


def batch(world):
    """One note for the owner's live visit, expected from the owner."""
    note = {"op_id": str(uuid7()), "op": "entry.put", "id": str(uuid7())}
    note |= {"visit": str(world.live_visit.pk), "seq": 1, "base_rev": 0, "text": "Hands up."}
    note |= {"occurred_at": world.live_visit.started_at.isoformat()}
    return json.dumps({"schema": 1, "expected_user": str(world.owner.pk), "ops": [note]})


def details(world):
    fields = {"lesson": "", "materials": "", "mode": "in_person", "grouping": "whole_class"}
    fields |= {"kind": "informal"}
    return fields | {f"initial-{name}": value for name, value in fields.items()}


def tags(world):
    note = world.draft_visit.notes.first()
    return {"notes": [str(note.pk)], "thing": f"indicator:{world.indicators['QU'].pk}"}


DATA = {
    "POST coaching:api_sync": batch,
    "POST coaching:visit_start": lambda world: {"teacher": str(world.subject.pk)},
    "GET coaching:visit_plan": lambda world: {"teacher": str(world.subject.pk)},
    "POST coaching:visit_plan": plan,
    "POST coaching:visit_replan": plan,
    "POST coaching:visit_not_held": lambda world: {"reason": "testing"},
    "POST coaching:visit_not_held announced": lambda world: {"reason": "testing"},
    "POST coaching:visit_move": school_day,
    "POST coaching:visit_move announced": school_day,
    "POST coaching:visit_edit": details,
    "POST coaching:note_add": lambda world: {"text": "Afterwards."},
    "POST coaching:note_add shared": lambda world: {"text": "Afterwards."},
    "POST coaching:note_tag": tags,
    "POST coaching:note_edit": lambda world: {"text": "Put right.", "rev": "1"},
    "POST coaching:note_late": lambda world: {"choice": "show"},
    "POST coaching:note_late keep": lambda world: {"choice": "keep"},
    "POST coaching:note_leave_out": lambda world: {"is_left_out": "on"},
}
