"""Asking for a file, trying it again, and taking it back."""

import datetime as dt
import hashlib

from django.db import transaction

from core.leases import Leased, ring_on_commit
from people.models import User
from reports import store
from reports.archive import (
    change_file_name,
    long_range_file_name,
    me_file_name,
    meeting_file_name,
    plan_file_name,
    review_file_name,
    study_file_name,
    study_year_file_name,
    visit_file_name,
    walkthrough_file_name,
)
from reports.exportable import CONTENT, may_have_all
from reports.models import LINK_DAYS, OPEN_JOBS, PART_SIZE, Export, ExportPart

MAKE_PART = "reports.tasks.make_part"
FINISH_EXPORT = "reports.tasks.finish_export"
NO_LONGER_YOURS = "You can no longer read everything in this file."
State = Leased.State


class TooManyJobsError(Exception):
    """The person already has as many files in the making as one person may."""


@transaction.atomic
def request_export(kind: str, records: list, *, by: User, now: dt.datetime) -> Export:
    """Write down that `by` wants these plans, or this visit, as a file, in parts of 20.

    The records are those `by` may export. The same request while the first still runs is that
    first one. Raises TooManyJobsError.
    """
    User.objects.hold(by.pk)
    ids = sorted(record.pk for record in records)
    running = _running(by, _key(kind, ids))
    if running:
        return running
    export = Export.objects.create(
        school_system_id=by.school_system_id,
        kind=kind,
        requester=by,
        record_ids=ids,
        request_key=_key(kind, ids),
        total=len(ids),
        file_name=_file_name(kind, records, now),
        due_at=now,
        expires_at=now + dt.timedelta(days=LINK_DAYS),
    )
    add_parts(export, [ids[i : i + PART_SIZE] for i in range(0, len(ids), PART_SIZE)], now)
    return export


def _key(kind, ids):
    return hashlib.sha256(" ".join([kind, *map(str, ids)]).encode()).hexdigest()


def _running(person, key):
    """The job of this person that already does it. Raises TooManyJobsError where there is no room
    for another."""
    running = {export.request_key: export for export in Export.objects.open_of(person)}
    if key not in running and len(running) >= OPEN_JOBS:
        raise TooManyJobsError
    return running.get(key)


NAMES = {
    Export.Kind.PLAN: plan_file_name,
    Export.Kind.VISIT: visit_file_name,
    Export.Kind.CHANGE: change_file_name,
    Export.Kind.STUDY_YEAR: study_year_file_name,
    Export.Kind.STUDY: study_file_name,
    Export.Kind.WALKTHROUGH: walkthrough_file_name,
    Export.Kind.MEETING: meeting_file_name,
    Export.Kind.LONG_RANGE: long_range_file_name,
    Export.Kind.REVIEW: review_file_name,
}


def _file_name(kind, records, now):
    if kind in NAMES:
        return NAMES[kind](records[0])
    if kind in (Export.Kind.ME_PDF, Export.Kind.ME_CSV):
        return me_file_name(records[0], Export(kind=kind).suffix)
    return f"coaching-plans_{now.astimezone(records[0].school_system.zone):%Y-%m-%d}.zip"


def add_parts(export: Export, groups: list[list], now, first_number=1) -> None:
    """One row for each group of records; the bell rings for each once they are saved."""
    parts = ExportPart.objects.bulk_create(
        ExportPart(
            school_system_id=export.school_system_id,
            export=export,
            number=number,
            record_ids=ids,
            due_at=now,
        )
        for number, ids in enumerate(groups, start=first_number)
    )
    for part in parts:
        ring_on_commit(MAKE_PART, part.pk)


@transaction.atomic
def try_again(export: Export, *, now: dt.datetime) -> Export:
    """Start a failed file anew: parts that are done stay done. Raises TooManyJobsError.

    Where the same request already runs, that one is the answer.
    """
    person = User.objects.hold(export.requester_id)
    running = _running(person, export.request_key)
    if running:
        return running
    fresh = {"state": State.DUE, "attempts": 0, "due_at": now, "reason": "", "finished_at": None}
    unfinished = export.parts.unfinished()
    part_ids = list(unfinished.values_list("pk", flat=True))
    unfinished.update(**fresh, leased_until=None, done=0, left_out={}, stamps={})
    Export.objects.filter(pk=export.pk).update(**fresh, leased_until=None)
    for pk in part_ids:
        ring_on_commit(MAKE_PART, pk)
    if not part_ids:
        ring_on_commit(FINISH_EXPORT, export.pk)
    return export


def request_anew(export: Export, *, by: User, now: dt.datetime) -> Export | None:
    """The same plans or visit once more, as they are today; None where nothing is left to export.

    Raises TooManyJobsError.
    """
    content = CONTENT[export.kind]
    records = list(content.to_print(by).filter(pk__in=export.record_ids))
    return request_export(export.kind, records, by=by, now=now) if records else None


def cancel(export: Export, *, reason: str, now: dt.datetime) -> None:
    """End an export, running or ready, with its parts; its files are removed."""
    _end(export, reason, now)
    store.remove_files_of(export)


@transaction.atomic
def _end(export, reason, now):
    ended = {"state": State.CANCELLED, "reason": reason, "finished_at": now, "leased_until": None}
    Export.objects.filter(pk=export.pk).update(**ended, stored_as="", sha256="", size=0)
    export.parts.update(**ended, stored_as="", sha256="")


def withdraw(pk, *, now: dt.datetime) -> None:
    """Take a finished file back when its requester may no longer read all of it (P4)."""
    export = Export.objects.downloadable(now).filter(pk=pk).select_related("requester").first()
    if export and not may_have_all(export):
        cancel(export, reason=NO_LONGER_YOURS, now=now)
