"""Files of a visit, a step or a plan: added, put right, removed, and erased for good in time."""

import datetime as dt
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum

from coaching import artifact_store as store
from coaching.models import Artifact
from core.uploads import Copy, RefusedError, change
from core.uploads.changing import Change
from core.uploads.words import Reason
from people.models import SchoolYear

QUOTA = 500 * 1024 * 1024  # bytes a person may have lying here
UNDO_FOR = dt.timedelta(days=1)
STUDENT_WORK_KEPT = dt.timedelta(days=60)  # after the school year
HERE = "This file is already here."
MEANWHILE = "This photo was changed meanwhile. Look at it as it is now."
FULL = "Your files take up 500 MB, which is the most. Remove some that are no longer needed."
NO_ROOM = "The server has no room for files right now. Your notes still save: tell your admin."


def add_artifact(place, copy, *, label, description, is_student_work, by) -> Artifact:
    """Keep the clean copy of a file with a visit, a step or a plan.

    The file is on the disk before its row is. Raises ValidationError when the same file lies there
    already, when the person has 500 MB, or when the disk is nearly full.
    """
    _refuse_without_room(by, copy.size)
    artifact = Artifact(
        school_system_id=place.school_system_id,
        teacher_id=place.teacher_id,
        coach_id=place.coach_id,
        uploaded_by=by,
        label=label,
        description=description,
        is_student_work=is_student_work,
        suffix=copy.suffix,
        size=copy.size,
        **{place._meta.model_name.removeprefix("action"): place},
    )
    artifact.sha256 = store.keep(artifact, copy.data)
    try:
        with transaction.atomic():
            artifact.save(force_insert=True)
    except IntegrityError as error:
        store.erase(artifact)
        raise ValidationError(HERE) from error
    return artifact


def _refuse_without_room(person, size):
    held = Artifact.objects.filter(uploaded_by=person).aggregate(sum=Sum("size"))["sum"] or 0
    if held + size > QUOTA:
        raise ValidationError(FULL)
    if not store.has_room():
        raise ValidationError(NO_ROOM)


def changed_picture(artifact, how: Change) -> Copy:
    """The photo turned and cut, as it would be kept. Raises RefusedError when it cannot be read."""
    try:
        return change(store.path_of(artifact).read_bytes(), how)
    except FileNotFoundError as error:
        raise RefusedError(Reason.DAMAGED) from error


def change_picture(artifact, how: Change, *, seen: int, by, now: dt.datetime) -> None:
    """Keep the photo turned and cut; the one before is erased.

    `seen` is the version that was looked at. The new file is on the disk before the row names it.
    Raises ValidationError when somebody else was first, or the same photo lies there already, and
    RefusedError when it cannot be read.
    """
    copy = changed_picture(artifact, how)
    fresh = Artifact(pk=artifact.pk, suffix=artifact.suffix, version=seen + 1)
    try:
        with transaction.atomic():
            row = Artifact.objects.select_for_update().kept().filter(pk=artifact.pk).first()
            if row is None or not row.version == artifact.version == seen:
                raise ValidationError(MEANWHILE)
            row.become(copy, store.keep(fresh, copy.data), by=by, now=now)
            transaction.on_commit(partial(store.erase, artifact))
    except IntegrityError as error:
        store.erase(fresh)
        raise ValidationError(HERE) from error


def remove(artifact, *, now) -> None:
    """Take a file away; for a day it can come back."""
    Artifact.objects.filter(pk=artifact.pk, removed_at=None).update(removed_at=now)


def restore(artifact) -> None:
    """Bring it back. Raises ValidationError when the same file was added again meanwhile."""
    try:
        with transaction.atomic():
            Artifact.objects.filter(pk=artifact.pk).update(removed_at=None)
    except IntegrityError as error:
        raise ValidationError(HERE) from error


def tidy_artifacts(system, *, now: dt.datetime) -> None:
    """Erase what was removed a day ago, and student work 60 days after its school year."""
    rows = Artifact.objects.filter(school_system=system)
    for artifact in rows.removed_before(now - UNDO_FOR) | _outlived(system, rows, now):
        store.erase(artifact)
        artifact.delete()


def _outlived(system, rows, now):
    """Student work of the school years that ended more than 60 days ago."""
    ended = (now - STUDENT_WORK_KEPT).astimezone(system.zone).date()
    years = SchoolYear.objects.filter(school_system=system, ends_on__lt=ended)
    last = years.order_by("-ends_on").first()
    if last is None:
        return rows.none()
    return rows.filter(is_student_work=True, created_at__date__lte=last.ends_on)


def erase_orphans(*, now: dt.datetime) -> None:
    """Remove files whose row was never written."""
    known = {artifact.file_name for artifact in Artifact.objects.only("suffix", "version")}
    store.erase_orphans(known, now)
