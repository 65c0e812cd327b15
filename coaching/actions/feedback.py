"""Writing a feedback meeting, part by part, before the teacher is shown anything."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coaching.actions.plan import step_changes
from coaching.actions.step import next_order, set_look_fors
from coaching.models import (
    ActionStep,
    EvidenceNote,
    FeedbackMeeting,
    LookFor,
    QuotedNote,
    Visit,
)
from core import autosave
from core.shared_texts import Conflicts
from core.text import lines
from people.models import User

SHARED = "This feedback is shared: changes make a new version that the teacher is told about."
MEETING_PARTS = {
    "praise": "praise",
    "probe": "probe",
    "goal": "goal",
    "upcoming_lesson": "upcoming_lesson",
    "upcoming_on": "upcoming_on",
    "is_practised": "is_practised",
    "not_engaged_count": "not_engaged_count",
    "not_engaged": "not_engaged",
    "reach_out": "reach_out",
    "held_on": "held_on",
    "area_of_need": "area_of_need_id",
}
STEP_PARTS = {
    "activity": "activity",
    "due_on": "due_on",
    "check_back_on": "check_back_on",
    "indicator": "indicator_id",
}
LOOK_FOR_PARTS = {
    "teacher_look_fors": LookFor.Audience.TEACHER,
    "student_look_fors": LookFor.Audience.STUDENT,
}


def part_of(meeting: FeedbackMeeting | None, name: str):
    """What one part of the meeting holds, as the form's field would clean it; look-fors one a
    line. Nothing where the meeting has not been begun."""
    if meeting is None:
        return ""
    if name in MEETING_PARTS:
        return getattr(meeting, MEETING_PARTS[name])
    step = meeting.step
    if step is None:
        return ""
    if name in STEP_PARTS:
        return getattr(step, STEP_PARTS[name])
    rows = [row for row in _kept_look_fors(step) if row.audience == LOOK_FOR_PARTS[name]]
    return "\n".join(row.text for row in rows if row.text.strip())


def _kept_look_fors(step):
    """The step's look-fors, read once for every part of them that is asked for."""
    if not hasattr(step, "kept_look_fors"):
        step.kept_look_fors = list(step.look_fors.kept())
    return step.kept_look_fors


def as_posted(value) -> str:
    """A part as its control posts it: "Not yet" is an answer, unlike no answer."""
    return "false" if value is False else autosave.as_posted(value)


@transaction.atomic
def save_parts(
    visit: Visit, parts: dict, was: dict[str, str], *, by: User, now: dt.datetime
) -> FeedbackMeeting | None:
    """Write the parts that changed since `by` began to type, all or none. The first
    writing begins the meeting, and its action step.

    `was` holds each part's text as the page had it. Raises Conflicts where what is stored is
    neither that nor already what is wanted, PermissionDenied once the feedback is shared.
    """
    meeting = _locked_meeting(visit)
    if meeting and meeting.shared_at:
        raise PermissionDenied(SHARED)
    changed = changed_parts(meeting, parts, was)
    if meeting is None and changed:
        meeting = _begin(visit, by)
    write_parts(meeting, changed, now=now)
    return meeting


def changed_parts(meeting: FeedbackMeeting | None, parts: dict, was: dict[str, str]) -> dict:
    """The parts to write, out of all those posted. Raises Conflicts."""
    wanted = {name: value for name, value in parts.items() if as_posted(value) != was[name]}
    stored = {name: as_posted(part_of(meeting, name)) for name in wanted}
    changed = {name: value for name, value in wanted.items() if stored[name] != as_posted(value)}
    theirs = {name: stored[name] for name in changed if stored[name] != was[name]}
    if theirs:
        _check_conflicts(meeting, theirs, was)
    return changed


def _check_conflicts(meeting, theirs, was):
    """What the step began with by itself is nobody's text: it gives way to what is typed into
    the field that was empty. Raises Conflicts for the rest."""
    ours = {name: as_posted(value) for name, value in _suggested(meeting).items()}
    typed = {name: text for name, text in theirs.items() if was[name] or text != ours.get(name)}
    if typed:
        raise Conflicts(typed)


def write_parts(meeting: FeedbackMeeting | None, changed: dict, *, now: dt.datetime) -> None:
    """Put each changed part where it lives: the meeting, its step, or the step's look-fors."""
    own = {MEETING_PARTS[name]: changed[name] for name in changed if name in MEETING_PARTS}
    if own:
        _update(meeting, own)
    rest = {name: value for name, value in changed.items() if name not in MEETING_PARTS}
    if not rest:
        return
    step = meeting.step or _begin_step(meeting)
    step_changes(step, by=meeting.coach, now=now)
    of_step = {STEP_PARTS[name]: rest[name] for name in rest if name in STEP_PARTS}
    if of_step:
        _update(step, of_step)
    look_fors = {LOOK_FOR_PARTS[name]: lines(rest[name]) for name in rest if name in LOOK_FOR_PARTS}
    if look_fors:
        set_look_fors(step, look_fors, now=now)


def _update(row, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _locked_meeting(visit):
    """The visit's meeting, or None; the visit's row is the lock, so that two begin one.

    The meeting is read by a statement of its own: one that waits for the lock goes on with its
    joined rows as they were before it waited, and misses a meeting begun meanwhile.
    """
    Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    return FeedbackMeeting.objects.select_related("step", "visit").filter(visit=visit).first()


def _begin(visit, by):
    return FeedbackMeeting.objects.create(
        school_system_id=visit.school_system_id, visit=visit, teacher=visit.teacher, coach=by
    )


def _suggested(meeting):
    """What a new step begins with: about what the visit was about, looked at in the next visit."""
    visit = meeting.visit
    planned = Visit.objects.planned().filter(teacher=meeting.teacher, coach=meeting.coach)
    planned = planned.filter(planned_on__gt=visit.started_at.date()).order_by("planned_on").first()
    return {
        "indicator": visit.candidate_focus_id,
        "check_back_on": planned and planned.planned_on,
    }


def _begin_step(meeting):
    """The meeting's action step, with what is suggested for it."""
    suggested = _suggested(meeting)
    step = ActionStep.objects.create(
        school_system_id=meeting.school_system_id,
        teacher_id=meeting.teacher_id,
        coach_id=meeting.coach_id,
        order=next_order(meeting.teacher),
        indicator_id=suggested["indicator"],
        check_back_on=suggested["check_back_on"],
    )
    _update(meeting, {"step": step})
    return step


@transaction.atomic
def quote_note(visit: Visit, note: EvidenceNote, part: str, *, by: User) -> None:
    """Quote a note in a part of the meeting, by reference: nothing is typed again. The meeting
    begins with it where it has not. Quoting twice does nothing."""
    meeting = _locked_meeting(visit)
    if meeting and meeting.shared_at:
        raise PermissionDenied(SHARED)
    quote = QuotedNote(
        school_system_id=visit.school_system_id,
        meeting=meeting or _begin(visit, by),
        note=note,
        part=part,
    )
    QuotedNote.objects.bulk_create([quote], ignore_conflicts=True)


@transaction.atomic
def remove_quote(visit: Visit, note: EvidenceNote, part: str) -> None:
    """Take a quotation out of a part; the note itself stays as it is."""
    meeting = _locked_meeting(visit)
    if meeting and meeting.shared_at:
        raise PermissionDenied(SHARED)
    QuotedNote.objects.filter(meeting=meeting, note=note, part=part).delete()
