"""People and caseload files: previewed, applied in one transaction, undone."""

import collections
import datetime as dt

from django.db import IntegrityError, models, transaction

from people.actions import undoing
from people.files.caseload_file import CaseloadFile
from people.files.columns import kind_of, rows_of, unused
from people.files.people_file import PeopleFile
from people.files.reading import read_table
from people.models import (
    CoachAssignment,
    ImportBatch,
    Invitation,
    Membership,
    School,
    SchoolSystem,
    User,
)

FILES = {ImportBatch.Kind.PEOPLE: PeopleFile, ImportBatch.Kind.CASELOAD: CaseloadFile}
MADE = {
    "assignments": CoachAssignment,
    "memberships": Membership,
    "users": User,
    "schools": School,
}
MODELS = tuple(MADE.values())


class RefusedError(Exception):
    """The file cannot be applied or undone now; `reasons` says why."""

    def __init__(self, *reasons):
        super().__init__(*reasons)
        self.reasons = reasons


class ChangedError(RefusedError):
    """What would happen is no longer what was previewed."""


def read_file(data: bytes, name: str, *, by: User) -> tuple[ImportBatch, list]:
    """Keep the rows of an uploaded file for its preview, and say which headings mean nothing.

    Raises UnreadableFileError.
    """
    table = read_table(data)
    kind = kind_of(table.headings)
    batch = ImportBatch(
        school_system_id=by.school_system_id,
        kind=kind,
        file_name=name[-200:],
        rows=rows_of(kind, table),
        uploaded_by=by,
    )
    batch.save()
    return batch, unused(kind, table.headings)


def draft_of(batch: ImportBatch, today: dt.date):
    """What applying the file would do today. A failed row is an outcome, never an exception."""
    return FILES[batch.kind](batch.school_system, batch.rows, today).work_out()


def apply_file(batch, *, seen: str, typed: str, now: dt.datetime, today: dt.date) -> ImportBatch:
    """Write what the preview showed. Applying an applied file does nothing.

    `seen` is the fingerprint of the preview, `typed` the number of people who move, where more than
    5 % do. Raises ChangedError when something changed since, RefusedError when `typed` is missing.
    """
    try:
        return _apply(batch, seen=seen, typed=typed, now=now, today=today)
    except IntegrityError as error:
        raise ChangedError("Somebody changed these people meanwhile. Look at it again.") from error


@transaction.atomic
def _apply(batch, *, seen, typed, now, today):
    batch = _locked(batch)
    if batch.state != ImportBatch.State.PREVIEWED:
        return batch
    draft = draft_of(batch, today)
    if draft.fingerprint != seen:
        raise ChangedError("Somebody changed these people meanwhile. Look at it again.")
    if draft.must_confirm and typed.strip() != str(draft.moved):
        raise RefusedError(f"Type {draft.moved} to confirm that so many people move")
    batch.undo = _write(draft)
    batch.rows = [outcome.as_dict() for outcome in draft.outcomes]
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, now
    batch.save(update_fields=["undo", "rows", "state", "applied_at"])
    return batch


def _locked(batch):
    """The batch, with its school system held: one file at a time."""
    SchoolSystem.objects.select_for_update().get(pk=batch.school_system_id)
    rows = ImportBatch.objects.select_for_update(of=["self"]).select_related("school_system")
    return rows.get(pk=batch.pk)


def _write(draft):
    """Write the draft with bulk statements; what undoing needs to know."""
    for user in draft.users:
        user.set_unusable_password()
    before = undoing.write(draft.changes)
    for name in reversed(MADE):
        MADE[name].objects.bulk_create(getattr(draft, name))
    made = {name: [str(row.pk) for row in getattr(draft, name)] for name in MADE}
    return {"made": made, "before": before, "counts": draft.counts}


@transaction.atomic
def undo_file(batch, *, now: dt.datetime) -> ImportBatch:
    """Take back what the file did, and nothing else. Undoing an undone file does nothing.

    Raises RefusedError with the reasons where somebody built on it.
    """
    batch = _locked(batch)
    if batch.state != ImportBatch.State.APPLIED:
        return batch
    reasons = [*_already_invited(batch), *_changed_since(batch)]
    if reasons:
        raise RefusedError(*reasons)
    _delete_made(batch.undo["made"])
    undoing.restore(batch.undo["before"], MODELS)
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    return batch


def _already_invited(batch):
    invited = Invitation.objects.filter(user__in=batch.undo["made"]["users"]).count()
    return [f"{invited} of these people are invited already: end them one by one"] * bool(invited)


def _changed_since(batch):
    """Sentences about rows that are no longer as the file left them."""
    ended = sum(
        MADE[name].objects.filter(pk__in=batch.undo["made"][name]).exclude(ends_on=None).count()
        for name in ("memberships", "assignments")
    )
    count = undoing.changed_since(batch.undo["before"], MODELS) + ended
    return [f"{count} of its roles, names or assignments were changed since"] * bool(count)


def _delete_made(made):
    """Delete what the file made. Raises RefusedError where work stands on it."""
    try:
        for name, model in MADE.items():
            model.objects.filter(pk__in=made[name]).delete()
    except models.ProtectedError as error:
        kinds = collections.Counter(
            str(row._meta.verbose_name_plural) for row in error.protected_objects
        )
        found = ", ".join(f"{count} {words}" for words, count in sorted(kinds.items()))
        raise RefusedError(f"Work stands on these people already: {found}") from error
