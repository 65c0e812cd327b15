"""A visit made on paper becomes an ended visit, by the same door as one made with a device."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from coaching.actions.visit import make_op, send
from coaching.models import Visit
from coaching.paper import PaperVisit
from coaching.sync import shapes
from core.dates import long_date
from core.ids import uuid7
from people.models import CoachAssignment, User

IN_THE_FUTURE = "This visit has not ended yet. Check the date and the times."


@transaction.atomic
def enter_visit(
    visit_id: uuid.UUID,
    paper: PaperVisit,
    *,
    teacher: User,
    kind: str,
    period: str,
    marks: list[tuple],
    planned: Visit | None,
    by: User,
    now: dt.datetime,
) -> uuid.UUID:
    """Keep an ended visit to a teacher of the caseload, with its notes and marks, and give its id;
    the planned visit becomes the one that was made.

    Raises ValidationError where it lies ahead, or before `by` coached her. Private until shared,
    as any other.
    """
    if paper.ended_at > now:
        raise ValidationError(IN_THE_FUTURE)
    _check_assignment(teacher, paper.started_at.astimezone(by.zone).date(), by)
    pk = planned.pk if planned else visit_id
    send(by, *_operations(pk, paper, teacher, kind, marks, planned), now=now)
    visits = Visit.objects.filter(pk=pk, coach=by)
    visits.update(period=period, hours_are_known=paper.hours_are_known)
    return pk


def _check_assignment(teacher, day, by):
    held = CoachAssignment.objects.filter(teacher=teacher, coach=by)
    if not held.active(day).exists():
        raise ValidationError(f"You did not coach {teacher.name} on {long_date(day)} yet.")


def _operations(pk, paper, teacher, kind, marks, planned):
    started_at = paper.started_at
    yield make_op(shapes.VisitStart, id=pk, teacher=teacher.pk, kind=kind, started_at=started_at)
    if planned and planned.kind != kind:
        yield make_op(shapes.VisitSet, visit=pk, field="kind", value=kind, based_on=planned.kind)
    for seq, (occurred_at, text) in enumerate(paper.notes, start=1):
        yield make_op(
            shapes.EntryPut,
            id=uuid7(),
            visit=pk,
            seq=seq,
            base_rev=0,
            occurred_at=occurred_at,
            text=text,
        )
    for field, look_for, value in marks:
        yield make_op(shapes.MarkSet, op="mark.set", visit=pk, value=value, **{field: look_for})
    yield make_op(shapes.VisitEnd, visit=pk, ended_at=paper.ended_at)
