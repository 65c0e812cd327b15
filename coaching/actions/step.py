"""Action steps: one set for each teacher, with what one would see when they work."""

import datetime as dt
from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from coaching.models import ActionStep, LookFor, LookForMark, Reflection, SkippedMarks, Visit
from coaching.models.relations import owner_assignment
from core.autosave import Change, Conflict, one_line_end
from core.rows import insert_once
from notices.actions import notify
from people.models import User

TOLD = ("teacher_id", "coach_id", "activity", "due_on", "check_back_on", "support", "indicator_id")
NOBODY_TO_TELL = "You have no coach to share with today. Your text stays yours."


def next_order(teacher: User) -> int:
    """The place after the last open step of the teacher's one set."""
    steps = ActionStep.objects.open().filter(teacher=teacher, plan=None)
    return (steps.aggregate(last=Max("order"))["last"] or 0) + 1


def set_look_fors(step: ActionStep, look_fors: dict[str, list[str]], *, now: dt.datetime) -> None:
    """Make the step's look-fors of each audience named read their texts, in that order.

    A look-for whose words stay, or that is only reworded, keeps its row and its marks; one too
    many is removed, never deleted. One reading, one writing.
    """
    kept = list(step.look_fors.kept().filter(audience__in=look_fors))
    _write_look_fors(step, look_fors, kept, now)


def _write_look_fors(step, look_fors, kept, now):
    """Write what makes the look-fors `kept` of a step read `look_fors`."""
    changed = []
    for audience, texts in look_fors.items():
        rows = [row for row in kept if row.audience == audience]
        changed += _changed_rows(step, audience, list(dict.fromkeys(texts)), rows, now)
    LookFor.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["text", "order", "removed_at"],
    )


def _changed_rows(step, audience, texts, kept, now):
    """The rows to write, new ones among them, so that those of one audience read `texts`."""
    same = {row.text: row for row in kept if row.text in texts}
    spare = [row for row in kept if row not in same.values()]
    changed = []
    for order, text in enumerate(texts, start=1):
        row = same.get(text) or (spare.pop(0) if spare else _new_look_for(step, audience))
        if (row.text, row.order) != (text, order):
            row.text, row.order = text, order
            changed.append(row)
    for row in spare:
        row.removed_at = now
    return changed + spare


def _new_look_for(step, audience):
    return LookFor(school_system_id=step.school_system_id, step=step, audience=audience, order=0)


@transaction.atomic
def add_step(
    teacher: User, fields: dict, look_fors: dict, *, by: User, now: dt.datetime
) -> ActionStep:
    """The owner coach adds a step to the teacher's set, outside a meeting; she sees it at once.

    A page that is sent twice adds one step."""
    User.objects.select_for_update().get(pk=teacher.pk)
    step = ActionStep(
        school_system_id=teacher.school_system_id,
        teacher=teacher,
        coach=by,
        order=next_order(teacher),
        shared_at=now,
        **fields,
    )
    if insert_once(step, TOLD, also=lambda there: _texts_of(there) == _without_empty(look_fors)):
        _write_look_fors(step, look_fors, [], now)
    return step


def _texts_of(step):
    """{audience: texts} of the look-fors of a step."""
    texts = defaultdict(list)
    for look_for in step.look_fors.kept().order_by("order"):
        texts[look_for.audience].append(look_for.text)
    return texts


def _without_empty(look_fors):
    texts = {audience: list(dict.fromkeys(rows)) for audience, rows in look_fors.items()}
    return {audience: rows for audience, rows in texts.items() if rows}


@transaction.atomic
def save_reflection(step: ActionStep, change: Change, *, by: User) -> Reflection:
    """Keep the teacher's private draft about a step. Raises Conflict where another tab was faster.

    A reflection that is already shared is changed for the coach too: it is one text.
    """
    ActionStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    reflection = Reflection.objects.filter(step=step, author=by).first()
    stored = one_line_end(reflection.text) if reflection else ""
    if stored not in (change.was, change.value):
        raise Conflict(stored)
    if reflection is None:
        return Reflection.objects.create(
            school_system_id=step.school_system_id, step=step, author=by, text=change.value
        )
    reflection.text = change.value
    reflection.save(update_fields=["text", "updated_at"])
    return reflection


@transaction.atomic
def share_step_reflection(reflection: Reflection, *, now: dt.datetime) -> None:
    """The teacher shows what she wrote about a step to her coach of today, who is told. Sharing
    twice does nothing. Raises PermissionDenied where she has no coach."""
    reflection = Reflection.objects.select_for_update(of=("self",)).get(pk=reflection.pk)
    if reflection.shared_at:
        return
    assignment = owner_assignment(reflection.author, reflection.author.today)
    if assignment is None:
        raise PermissionDenied(NOBODY_TO_TELL)
    reflection.shared_at = now
    reflection.save(update_fields=["shared_at"])
    slot = now.isoformat()[:32]
    notify("reflection_shared", about=reflection, to=[assignment.coach], now=now, slot=slot)


@transaction.atomic
def skip_marks(visit: Visit) -> None:
    """The teacher marks none of a visit's look-fors. Skipping twice does nothing."""
    SkippedMarks.objects.get_or_create(
        visit=visit, defaults={"school_system_id": visit.school_system_id}
    )


@transaction.atomic
def mark_look_fors(visit: Visit, marks: dict, *, by: User) -> None:
    """What one person saw of each look-for in a visit: each once, the last word counts.

    `marks` holds a value for each look-for, of a step or of the bank.
    """
    rows = [_mark(visit, look_for, value, by) for look_for, value in marks.items()]
    LookForMark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["visit", "look_for", "bank_look_for", "marked_by"],
        update_fields=["value"],
    )


def _mark(visit, look_for, value, by):
    name = "look_for" if isinstance(look_for, LookFor) else "bank_look_for"
    return LookForMark(
        school_system_id=visit.school_system_id,
        visit=visit,
        marked_by=by,
        value=value,
        **{name: look_for},
    )
