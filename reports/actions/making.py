"""Making the file: workers print parts of 20, the last one to end puts them together.

Each function is a step that may be killed at any moment and started again by somebody else. The
work takes time, so the door hands over its clock.
"""

import datetime as dt
import zipfile
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from coaching.models.relations import caseload
from core.files import sha256_of, whole_file
from core.leases import Leased, ring_on_commit
from core.pdf import CannotPrintError
from notices.actions import notify
from people.actions.access import record_read
from reports import archive, store
from reports.actions.export import FINISH_EXPORT, NO_LONGER_YOURS, add_parts, cancel
from reports.exportable import CONTENT, PLANS, WALKTHROUGHS, may_have_all
from reports.models import LINK_DAYS, Export, ExportPart

State = Leased.State
Clock = Callable[[], dt.datetime]
A_MINUTE = dt.timedelta(minutes=1)
NO_DISK = "The file could not be written."
TOO_SLOW = "It took too long."
NOTHING_PRINTED = "Nothing could be printed."
READERS = {"district_staff": "District export", "school_leader": "Principal’s export"}
EVERYTHING = "Copy of everything about me"


class LeaseLostError(Exception):
    """Somebody else has the row now; what this worker makes is thrown away."""


def make_part(pk, *, clock: Clock) -> None:
    """Print one part, if it is due and free.

    A part that was tried before is first split into single records.
    """
    part = ExportPart.objects.select_related("export__requester__school_system").claim(pk, clock())
    if part is None:
        return
    if part.attempts > 1 and len(part.record_ids) > 1:
        _split(part, clock())
        return
    try:
        _print_part(part, clock)
    except SoftTimeLimitExceeded:
        part.try_again(at=clock(), reason=TOO_SLOW)
    except OSError:
        part.try_again(at=clock() + A_MINUTE, reason=NO_DISK)
    except LeaseLostError:
        store.remove(store.part_name(part))


@transaction.atomic
def _split(part, now):
    """Give each record a part of its own: what cannot be printed takes nothing else with it."""
    if not part.finish(State.SKIPPED, now=now, reason="Split into parts of one record."):
        return
    export = Export.objects.select_for_update(no_key=True).get(pk=part.export_id)
    last = export.parts.order_by("-number").values_list("number", flat=True).first()
    add_parts(export, [[pk] for pk in part.record_ids], now, first_number=last + 1)


def _print_part(part, clock):
    content, reader = CONTENT[part.export.kind], part.export.requester
    records = content.to_print(reader).in_bulk(part.record_ids)
    if len(records) < len(part.record_ids) or not reader.is_active:
        cancel(part.export, reason=NO_LONGER_YOURS, now=clock())
        return
    path = store.path_of(store.part_name(part))
    with whole_file(path) as file, zipfile.ZipFile(file, "w") as pages:
        for number, pk in enumerate(part.record_ids, start=1):
            _print_record(part, records[pk], pages, clock())
            if not part.renew(clock(), done=number):
                raise LeaseLostError
    _end_part(part, path, clock())


def _print_record(part, record, pages, now):
    """One record into the part's file; what cannot be printed is left out with its reason."""
    content = CONTENT[part.export.kind]
    try:
        data = content.print(record, reader=part.export.requester, now=now)
    except CannotPrintError as error:
        part.left_out[str(record.pk)] = str(error)
        return
    pages.writestr(str(record.pk), data)
    part.stamps[str(record.pk)] = content.stamp(record, reader=part.export.requester)


@transaction.atomic
def _end_part(part, path, now):
    """Mark the part as done; the last part to end rings for the finishing step."""
    export = Export.objects.select_for_update(no_key=True).get(pk=part.export_id)
    results = {"stamps": part.stamps, "left_out": part.left_out}
    files = {"stored_as": path.name, "sha256": sha256_of(path)}
    if not part.finish(State.DONE, now=now, **results, **files):
        raise LeaseLostError
    if Export.objects.ready_to_finish().filter(pk=export.pk).exists():
        ring_on_commit(FINISH_EXPORT, export.pk)


def finish_export(pk, *, clock: Clock) -> None:
    """Put the parts together, once all have ended and nobody else does it."""
    if not Export.objects.ready_to_finish().filter(pk=pk).exists():
        return
    export = Export.objects.select_related("requester__school_system").claim(pk, clock())
    if export is None:
        return
    if not may_have_all(export):
        cancel(export, reason=NO_LONGER_YOURS, now=clock())
        return
    parts = list(export.parts.kept())
    left_out = _left_out(parts)
    if len(left_out) == export.total:
        export.finish(State.FAILED, now=clock(), reason=_why_nothing(left_out))
        return
    try:
        _write_file(export, parts, left_out)
    except OSError:
        export.try_again(at=clock() + A_MINUTE, reason=NO_DISK)
        return
    _complete(export, left_out, clock())
    store.remove_files_of(export, keep=export.stored_as)


def _left_out(parts):
    """Record id and reason of everything that is in no part's file."""
    left_out = {}
    for part in parts:
        left_out |= part.left_out
        if part.state != State.DONE:
            left_out |= dict.fromkeys(map(str, part.record_ids), part.reason)
    return left_out


def _why_nothing(left_out):
    reasons = set(left_out.values())
    return reasons.pop() if len(reasons) == 1 else NOTHING_PRINTED


def _write_file(export, parts, left_out):
    path = store.path_of(store.file_name(export))
    with whole_file(path) as file:
        if export.is_archive:
            plans = _in_order(export)
            archive.write_archive(file, plans, parts, left_out)
        else:
            [(_pk, data)] = archive.printed(parts)
            file.write(data)
    export.stored_as, export.sha256 = path.name, sha256_of(path)
    export.size = path.stat().st_size


def _in_order(export):
    plans = CONTENT[export.kind].to_print(export.requester).filter(pk__in=export.record_ids)
    return list(plans.order_by("school__name", "teacher__name", "pk"))


@transaction.atomic
def _complete(export, left_out, now):
    """The row says ready last of all: whoever sees it finds the whole file."""
    count = len(left_out)
    files = {"stored_as": export.stored_as, "sha256": export.sha256, "size": export.size}
    done = export.finish(
        State.DONE,
        now=now,
        reason=f"{count} of {export.total} could not be printed." if count else "",
        as_of=now,
        expires_at=now + dt.timedelta(days=LINK_DAYS),
        **files,
    )
    if not done:
        return
    notify("export_ready", about=export, to=[export.requester], now=now)
    _write_trail(export, left_out, now)


def _write_trail(export, left_out, now):
    """Each teacher is told who took a copy of the plan, unless it is herself or her coach. That
    somebody took everything about herself along stands in her own trail."""
    if export.is_about_requester:
        me = export.requester
        record_read(export, reader=me, subject=me, why=EVERYTHING, now=now)
    reader = export.requester
    taken = [pk for pk in export.record_ids if str(pk) not in left_out]
    if CONTENT[export.kind] is WALKTHROUGHS:
        walks = WALKTHROUGHS.may_export(reader).filter(pk__in=taken).exclude(teacher=reader)
        for walk in walks.exclude(coach=reader).select_related("teacher"):
            record_read(walk, reader=reader, subject=walk.teacher, why=_why(reader), now=now)
    if CONTENT[export.kind] is not PLANS:
        return
    plans = PLANS.may_export(reader).filter(pk__in=taken).exclude(teacher=reader)
    for plan in plans.exclude(teacher__in=caseload(reader)).select_related("teacher"):
        record_read(plan, reader=reader, subject=plan.teacher, why=_why(reader), now=now)


def _why(reader):
    duties = [words for duty, words in READERS.items() if duty in reader.duties]
    return duties[0] if duties else "Evaluator’s export"
