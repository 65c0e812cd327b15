"""Writing in the cells of a long-range plan, several people at once and nothing lost."""

import dataclasses
import datetime as dt
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, Q

from core.autosave import as_posted
from ilt.models import PlanCycle, PlanEdit, PlanWeek
from people.models import User

DAYS = {"on", "starts_on", "ends_on"}
OUTSIDE = "A week outside its cycle: move the week, or make the cycle longer first."
GONE = "This row was removed meanwhile. Your text is still here: copy it."
WORDS = {
    "a_week_lies_within_its_cycle": OUTSIDE,
    **{
        constraint.name: constraint.violation_error_message
        for model in (PlanCycle, PlanWeek)
        for constraint in model._meta.constraints
    },
}


@dataclasses.dataclass(frozen=True)
class CellChange:
    """One cell: what it was when the person began to type, and what it is now."""

    field: str
    was: object
    value: object


class CellConflicts(Exception):  # noqa: N818 - it is one, not an error of ours
    """Somebody else changed these cells meanwhile: {field: (stored text, who or "")}."""

    def __init__(self, theirs: dict):
        super().__init__("Somebody else changed these cells.")
        self.theirs = theirs


def save_cells(row: Model, changes: list[CellChange], *, by: User, now: dt.datetime) -> None:
    """Write cells of a week or cycle: all of them, or none where somebody else was faster.

    What stood there before is kept with who replaced it. Raises CellConflicts, or ValidationError
    where the rows of the plan do not allow it or the row is gone.
    """
    try:
        with transaction.atomic():
            if not _write(row, changes):
                raise CellConflicts(_theirs(row, changes, by))
            _remember(row, changes, by, now)
            if DAYS & {change.field for change in changes}:
                connection.check_constraints()
    except IntegrityError as error:
        raise in_words(error) from error


def _write(row, changes):
    untouched = [Q(**{one.field: one.was}) | Q(**{one.field: one.value}) for one in changes]
    values = {one.field: one.value for one in changes}
    rows = type(row).objects.kept().filter(reduce(and_, untouched), pk=row.pk)
    return rows.update(version=F("version") + 1, **values)


def _remember(row, changes, by, now):
    PlanEdit.objects.bulk_create(
        PlanEdit(
            school_system_id=row.school_system_id,
            plan_id=row.plan_id,
            row=row.pk,
            field=one.field,
            was=as_posted(one.was),
            edited_by=by,
            edited_at=now,
        )
        for one in changes
        if as_posted(one.was) != as_posted(one.value)
    )


def _theirs(row, changes, by):
    """What is stored in the cells that somebody else was faster with, and who that was."""
    stored = type(row).objects.kept().filter(pk=row.pk).values(*[one.field for one in changes])
    cells = stored.first()
    if cells is None:
        raise ValidationError(GONE)
    lost = {
        one.field: as_posted(cells[one.field])
        for one in changes
        if as_posted(cells[one.field]) not in (as_posted(one.was), as_posted(one.value))
    }
    edits = PlanEdit.objects.filter(row=row.pk, field__in=lost).exclude(edited_by=by)
    names = dict(edits.order_by("edited_at").values_list("field", "edited_by__name"))
    return {field: (text, names.get(field, "")) for field, text in lost.items()}


def in_words(error: IntegrityError) -> ValidationError:
    """The words of the rule that refused. Raises `error` where it is none of a plan's rows."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name not in WORDS:
        raise error
    return ValidationError(WORDS[name])
