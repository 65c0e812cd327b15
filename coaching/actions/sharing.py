"""Showing feedback to the teacher, taking it back, changing it later; her reading and answering."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coaching.actions.feedback import changed_parts, write_parts
from coaching.actions.step import set_look_fors
from coaching.models import (
    ActionStep,
    EvidenceNote,
    FeedbackMeeting,
    FeedbackRevision,
    QuotedNote,
    Response,
    Visit,
)
from coaching.shown import Shown
from notices.actions import notify
from people.models import User

READ_ALREADY = "The teacher has read it, or 15 minutes have passed: change it instead."
TOO_LATE_TO_EDIT = "A reply can be changed for 30 days after it was written."


class NotReady(Exception):  # noqa: N818 - a state of the feedback
    """Something that every feedback needs is missing; `missing` says what."""

    def __init__(self, missing):
        super().__init__("Something is missing.")
        self.missing = missing


class ChangedSince(Exception):  # noqa: N818 - a state of the feedback
    """What would be shared is not what the coach has checked."""


@transaction.atomic
def share_feedback(meeting: FeedbackMeeting, *, checked: str, by: User, now: dt.datetime) -> None:
    """Show the teacher the visit's notes, the feedback and its step, and tell her once.

    `checked` is the fingerprint of what the coach saw on the check page. Sharing shared feedback
    does nothing. Raises NotReady, ChangedSince.
    """
    meeting = _locked(meeting)
    if meeting.shared_at:
        return
    shown = Shown.of(meeting)
    if shown.missing:
        raise NotReady(shown.missing)
    if shown.fingerprint() != checked:
        raise ChangedSince
    along = [note.pk for note in shown.notes]
    QuotedNote.objects.filter(meeting=meeting).exclude(note__in=along).delete()
    Visit.objects.filter(pk=meeting.visit_id, shared_at=None).update(shared_at=now)
    ActionStep.objects.filter(pk=meeting.step_id, shared_at=None).update(shared_at=now)
    meeting.shared_at = now
    meeting.held_on = meeting.held_on or by.today
    meeting.save(update_fields=["shared_at", "held_on"])
    notify("feedback_shared", about=meeting, to=[meeting.teacher], now=now, slot=_moment(now))


@transaction.atomic
def take_back_feedback(meeting: FeedbackMeeting, *, by: User, now: dt.datetime) -> None:
    """Within 15 minutes, and before the teacher has read it, the feedback is the coach's draft
    again, with everything that was shared in the same moment. Raises PermissionDenied after that.
    """
    meeting = _locked(meeting)
    if not meeting.can_be_taken_back_by(by, now):
        raise PermissionDenied(READ_ALREADY)
    together = {"shared_at": meeting.shared_at, "read_at": None}
    Visit.objects.filter(pk=meeting.visit_id, **together).update(shared_at=None)
    ActionStep.objects.filter(pk=meeting.step_id, shared_at=meeting.shared_at).update(
        shared_at=None
    )
    meeting.shared_at = None
    meeting.save(update_fields=["shared_at"])


@transaction.atomic
def change_feedback(
    meeting: FeedbackMeeting, parts: dict, was: dict[str, str], *, now: dt.datetime
) -> bool:
    """Make a new version of shared feedback: the old one is kept, the teacher is told.

    Changing nothing makes no version, and answers False. Raises Conflicts.
    """
    meeting = _locked(meeting)
    changed = changed_parts(meeting, parts, was)
    if not changed:
        return False
    keep_version(meeting, now=now)
    write_parts(meeting, changed, now=now)
    return True


def keep_version(meeting: FeedbackMeeting, *, now: dt.datetime) -> None:
    """Keep what the teacher was shown so far, and tell her that there is a new version."""
    FeedbackRevision.objects.create(
        school_system_id=meeting.school_system_id,
        meeting=meeting,
        version=meeting.version,
        content=Shown.of(meeting).content(),
    )
    meeting.version += 1
    meeting.save(update_fields=["version"])
    slot = str(meeting.version)
    notify("feedback_changed", about=meeting, to=[meeting.teacher], now=now, slot=slot)


@transaction.atomic
def show_late_note(note: EvidenceNote, *, now: dt.datetime) -> bool:
    """Show the teacher a note that came after sharing. Shared feedback gets a new version, and she
    is told. False where the note is no late one, or not any more: then nothing changes."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=note.visit_id)
    late = EvidenceNote.objects.kept().filter(pk=note.pk, is_late=True)
    if not late.exists():
        return False
    meeting = _locked_rows().filter(visit=visit, shared_at__isnull=False).first()
    if meeting:
        keep_version(meeting, now=now)
    late.update(is_late=False, is_left_out=False)
    Visit.objects.filter(pk=visit.pk).update(version=visit.version + 1)
    return True


def keep_late_note(note: EvidenceNote) -> bool:
    """The coach keeps a note that came after sharing; it can be shown later all the same."""
    late = EvidenceNote.objects.kept().filter(pk=note.pk, is_late=True)
    return bool(late.update(is_left_out=True))


@transaction.atomic
def change_step(step: ActionStep, fields: dict, look_fors: dict, *, now: dt.datetime) -> None:
    """The owner coach changes a step. Where it was shared with feedback, that feedback gets a new
    version, and the teacher is told."""
    meeting = _locked(step.feedback) if hasattr(step, "feedback") else None
    if meeting and meeting.shared_at:
        keep_version(meeting, now=now)
    # The UPDATE holds the step's row: its look-fors are read and written by one at a time.
    ActionStep.objects.filter(pk=step.pk).update(**fields)
    set_look_fors(step, look_fors, now=now)


@transaction.atomic
def answer_feedback(meeting: FeedbackMeeting, *, text: str, by: User, now: dt.datetime) -> None:
    """The teacher's reply, which travels with every copy of the feedback; the coach is told when
    it is new. It can be changed for 30 days; PermissionDenied after that."""
    meeting = _locked(meeting)
    response = Response.objects.filter(feedback=meeting).first()
    if response is None:
        Response.objects.create(
            school_system_id=meeting.school_system_id, feedback=meeting, author=by, text=text
        )
        notify("feedback_answered", about=meeting, to=[meeting.coach], now=now)
        return
    if not response.is_open_for_changes(now):
        raise PermissionDenied(TOO_LATE_TO_EDIT)
    response.text = text
    response.save(update_fields=["text", "updated_at"])


def _locked(meeting):
    """The meeting, locked by its visit's row as every writer of it does."""
    Visit.objects.select_for_update(of=("self",)).get(pk=meeting.visit_id)
    return _locked_rows().get(pk=meeting.pk)


def _locked_rows():
    """Meetings to be locked, with everything that the teacher is shown and told."""
    rows = FeedbackMeeting.objects.select_for_update(of=("self",))
    people = ("teacher__school_system", "coach__school_system")
    return rows.select_related("visit__school", *people, "step__indicator", "area_of_need")


def _moment(now):
    """Tells a second sharing from the one that was taken back."""
    return now.isoformat()[:32]
