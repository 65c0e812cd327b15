"""Who coaches whom: assigned, changed, handed over, taken back.

Whatever may give a teacher an owner holds the teacher first: however many try at once, they come
one after the other, and all but one are told what stands in the way.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from core.dates import long_date
from notices.actions import notify, notify_each
from people.models import CoachAssignment, User

ENDED_MEANWHILE = (
    "This assignment has ended meanwhile: somebody else was faster. "
    "Look at who coaches the teacher now before you hand over."
)
TOO_LATE = "The new coach has begun. Hand over again instead of taking it back."
HAS_OWNER = "The teacher has another owner by now. End that assignment first."


@transaction.atomic
def assign_coach(assignment: CoachAssignment, *, by: User, now: dt.datetime) -> CoachAssignment:
    """Save a new assignment. Whoever assigns themself tells the teacher (permissions P9).

    Raises IntegrityError where somebody else has given the teacher an owner meanwhile.
    """
    User.objects.hold(assignment.teacher_id)
    assignment.save()
    if assignment.coach_id == by.pk:
        notify("coach_named_themself", about=assignment, to=[assignment.teacher], now=now)
    return assignment


@transaction.atomic
def change_assignment(assignment: CoachAssignment) -> None:
    """Save an assignment that was changed. Raises IntegrityError as `assign_coach` does."""
    User.objects.hold(assignment.teacher_id)
    assignment.save()


@transaction.atomic
def hand_over(
    assignment: CoachAssignment,
    *,
    to: User,
    note: str,
    starts_on: dt.date,
    by: User,
    now: dt.datetime,
) -> CoachAssignment:
    """End this assignment and give the teacher to another coach, in the same kind, on one day.

    Both are told, and the teacher is asked what goes along: until she says, agreed plans and open
    steps do (permissions P8). Raises ValidationError where somebody else was faster,
    IntegrityError where the new coach has the teacher already.
    """
    User.objects.hold(assignment.teacher_id)
    held = CoachAssignment.objects.select_related("teacher", "coach").get(pk=assignment.pk)
    _refuse_second(held, assignment)
    new = CoachAssignment(
        school_system_id=held.school_system_id,
        teacher=held.teacher,
        coach=to,
        kind=held.kind,
        starts_on=starts_on,
        hand_over_note=note,
        took_over_from=held,
        handed_over_by=by,
        end_before=held.ends_on,
    )
    held.ends_on = min(starts_on, held.ends_on or starts_on)
    held.save(update_fields=["ends_on"])
    new.save()
    _tell(held, new, by=by, now=now)
    return new


def _refuse_second(held, assignment):
    """One hand-over at a time: whoever is later is told what became of the first."""
    new = held.last_hand_over()
    if new:
        raise ValidationError(
            f"{new.teacher.name} was handed over to {new.coach.name} from "
            f"{long_date(new.starts_on)} already. Open that assignment if it should be somebody "
            "else."
        )
    if held.ends_on != assignment.ends_on:
        raise ValidationError(ENDED_MEANWHILE)


def _tell(held, new, *, by, now):
    """The teacher, the new coach and the one before, whoever of them did not do it."""
    notify("coach_changed", about=new, to=[new.teacher], now=now)
    if new.coach_id != by.pk:
        notify("teacher_handed_over", about=new, to=[new.coach], now=now)
    if held.coach_id != by.pk:
        notify("teacher_taken_over", about=held, to=[held.coach], now=now, slot=str(new.pk))


@transaction.atomic
def take_back_hand_over(new: CoachAssignment, *, by: User, now: dt.datetime) -> CoachAssignment:
    """The assignment before goes on as if nothing had been handed over; all three are told.

    Taking it back twice does nothing. Raises ValidationError where the new coach has begun on an
    earlier day, or somebody else owns the teacher by now.
    """
    User.objects.hold(new.teacher_id)
    rows = CoachAssignment.objects.select_related("took_over_from__coach", "teacher", "coach")
    new = rows.get(pk=new.pk)
    held = new.took_over_from
    if new.is_over(new.starts_on):
        return held
    if by.today > new.starts_on:
        raise ValidationError(TOO_LATE)
    new.end(new.starts_on)
    held.ends_on = new.end_before
    held.save(update_fields=["ends_on"])
    slot = now.isoformat()[:32]
    told = [(held, new.teacher, slot), (held, held.coach, slot), (new, new.coach, slot)]
    notify_each("hand_over_taken_back", [row for row in told if row[1] != by], now=now)
    return held


@transaction.atomic
def choose_history(assignment: CoachAssignment, goes_along: str, *, now: dt.datetime) -> None:
    """The teacher says what her owner coach reads of the time before; the coach is told."""
    assignment.choose_history(goes_along, now)
    slot = now.isoformat()[:32]
    notify("history_chosen", about=assignment, to=[assignment.coach], now=now, slot=slot)


@transaction.atomic
def reopen(assignment: CoachAssignment) -> None:
    """Take back that an assignment ended. Raises IntegrityError where there is another owner."""
    User.objects.hold(assignment.teacher_id)
    assignment.ends_on = None
    assignment.save(update_fields=["ends_on"])
