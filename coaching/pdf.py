"""The documents of coaching on paper: plan of record, record of a visit, and what changed."""

import hashlib
import json

from django.db.models import Prefetch
from django.utils import timezone

from coaching.change import cycle_by_cycle, what_changed
from coaching.models import (
    FeedbackMeeting,
    LookFor,
    LookForMark,
    NoteTag,
    Plan,
    TalkCount,
    Visit,
    Walkthrough,
)
from coaching.plan_record import plan_record
from coaching.talk import talk_lines
from core import pdf
from people.models import User

PARTS = ("praise", "probe", "goal")


def plan_pdf(plan: Plan, *, now) -> bytes:
    """The plan of record as a PDF: from its snapshot once agreed, else marked as a draft.

    Raises CannotPrintError.
    """
    return _print(plan, "coaching/plan.pdf.html", plan_context(plan), now)


def visit_pdf(visit: Visit, *, reader, now) -> bytes:
    """A shared visit as a PDF for the teacher or the coach. Raises CannotPrintError."""
    return _print(visit, "coaching/visit.pdf.html", visit_context(visit, reader), now)


def walkthrough_pdf(walkthrough: Walkthrough, *, reader: User, now) -> bytes:
    """A shared walkthrough or formal visit as a PDF, with the teacher's reply, the same for
    everyone who may take it along. Raises CannotPrintError."""
    return _print(
        walkthrough, "coaching/walkthrough.pdf.html", walkthrough_context(walkthrough), now
    )


def change_pdf(teacher: User, *, reader, now) -> bytes:
    """*What changed* of a teacher as a PDF, with her name only. Raises CannotPrintError."""
    return _print(teacher, "coaching/change.pdf.html", change_context(teacher, reader), now)


def _print(record, template, context, now):
    """The document with its dates and times as the school system's clock shows them."""
    system = record.school_system
    with timezone.override(system.zone):
        return pdf.render(template, {**context, "system": system.name, "as_of": now})


def plan_stamp(plan: Plan, *, reader: User | None = None) -> str:
    """Changes whenever a new print of the plan would say something else."""
    response = getattr(plan, "response", None)
    answered = response.updated_at.isoformat() if response else ""
    version = plan.agreed_version or plan.version
    return f"{version} {plan.status} {answered} {_digest(plan.added_reflection)}".rstrip()


def _digest(content):
    """Stands for what may change without a version of its own, such as an added reflection."""
    if not content:
        return ""
    words = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def visit_stamp(visit: Visit, *, reader: User | None = None) -> str:
    """Changes whenever the visit, its feedback or the teacher's response does, and when its school
    switches the talk counters."""
    feedback = getattr(visit, "feedback", None)
    response = getattr(feedback, "response", None)
    answered = response.updated_at.isoformat() if response else ""
    stamp = f"{visit.version} {feedback.version if feedback else ''} {answered}"
    return f"{stamp} talk" if visit.counts_talk else stamp


def walkthrough_stamp(walkthrough: Walkthrough, *, reader: User | None = None) -> str:
    """Changes whenever what is shared of it, or the teacher's reply, does."""
    response = getattr(walkthrough, "response", None)
    answered = response.updated_at.isoformat() if response else ""
    return f"{walkthrough.version} {walkthrough.shared_at} {answered}"


def change_stamp(teacher: User, *, reader: User) -> str:
    """Changes whenever *What changed* would say something else to its reader."""
    context = change_context(teacher, reader)
    followed = [[one.text, one.indicator, one.table] for one in context["followed"]]
    cycles = [
        [row.cycle.pk, row.cycle.refinement_indicator_id, row.met, row.total, row.changes]
        for row in context["cycles"]
    ]
    return _digest([followed, cycles])


def change_context(teacher, reader):
    """The look-fors and cycles of *What changed* as `reader` may know them."""
    followed = what_changed(teacher, reader)
    cycles = cycle_by_cycle(teacher, reader, followed)
    return {"teacher": teacher, "followed": followed, "cycles": cycles}


def plan_context(plan):
    return {"plan": plan_record(plan), "is_draft": not plan.is_agreed}


def walkthrough_context(walkthrough):
    return {
        "walkthrough": walkthrough,
        "marks": walkthrough.items_with_marks(),
        "line": walkthrough.line(),
        "response": getattr(walkthrough, "response", None),
    }


def visit_context(visit, reader):
    """What was shared of a visit, as `reader` may take it along (permissions R11–R12, P5).

    Notes the coach left out, or that came after sharing, are in nobody's copy.
    """
    context = {
        "visit": visit,
        "note_tables": pdf.in_tables(_shared_notes(visit)),
        "marks": _marks(visit, reader),
        "talk": talk_lines(visit, TalkCount.objects.visible_to(reader)),
    }
    meetings = FeedbackMeeting.objects.visible_to(reader)
    meetings = meetings.select_related("step", "response", "visit__school")
    meeting = meetings.filter(visit=visit, shared_at__isnull=False).first()
    return context | (_feedback(meeting) if meeting else {})


def _shared_notes(visit):
    tags = NoteTag.objects.select_related("indicator", "look_for")
    notes = visit.notes.kept().filter(is_left_out=False, is_late=False)
    notes = list(notes.prefetch_related(Prefetch("tags", tags)))
    for note in notes:
        note.tag_words = "; ".join(_tag_words(tag) for tag in note.tags.all())
    return notes


def _tag_words(tag):
    return str(tag.indicator or tag.look_for or tag.priority_group)


def _marks(visit, reader):
    """The marks of both; the teacher finds the coach's once she has made her own (S0.14)."""
    marks = visit.marks.select_related("look_for", "bank_look_for", "marked_by")
    marks = list(marks.order_by("look_for__order", "look_for_id", "bank_look_for_id", "pk"))
    own = [mark for mark in marks if mark.marked_by_id == reader.pk]
    if reader.pk == visit.teacher_id and not own:
        return []
    return [_mark(mark, visit) for mark in marks]


def _mark(mark: LookForMark, visit):
    look_for = mark.look_for or mark.bank_look_for
    return {
        "text": look_for.text,
        "shows_in": "Teacher" if look_for.audience == LookFor.Audience.TEACHER else "Students",
        "marked_by": "Teacher" if mark.marked_by_id == visit.teacher_id else "Coach",
        "value": mark.get_value_display(),
        "count": mark.count,
    }


def _feedback(meeting):
    context = {
        "feedback": meeting,
        "feedback_parts": _parts(meeting),
        "response": getattr(meeting, "response", None),
    }
    if meeting.step is None:
        return context
    kept = list(meeting.step.look_fors.kept())
    look_fors = {
        f"{audience}_look_fors": [row.text for row in kept if row.audience == audience]
        for audience in LookFor.Audience.values
    }
    return context | {"step": meeting.step, "step_look_fors": look_fors}


def _parts(meeting):
    """The parts written before the action step, in order, with the notes quoted in each."""
    quotes = list(meeting.quotes.select_related("note"))
    parts = [
        {
            "label": _label(meeting, name),
            "text": getattr(meeting, name),
            "quotes": [quote.note for quote in quotes if quote.part == name],
        }
        for name in PARTS
    ]
    return [part for part in parts if part["text"].strip() or part["quotes"]]


def _label(meeting, name):
    return meeting._meta.get_field(name).verbose_name.capitalize()
