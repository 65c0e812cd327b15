"""Who coaches whom: assigned, handed over."""

import datetime as dt

from django.db import transaction

from notices.actions import notify
from people.models import CoachAssignment, User


@transaction.atomic
def assign_coach(assignment: CoachAssignment, *, by: User, now: dt.datetime) -> CoachAssignment:
    """Save a new assignment. Whoever assigns themself tells the teacher (permissions P9).

    Raises IntegrityError where somebody else has given the teacher an owner meanwhile.
    """
    assignment.save()
    if assignment.coach_id == by.pk:
        notify("coach_named_themself", about=assignment, to=[assignment.teacher], now=now)
    return assignment


@transaction.atomic
def hand_over(
    assignment: CoachAssignment, *, to: User, note: str, by: User, now: dt.datetime, today: dt.date
) -> CoachAssignment:
    """End this assignment today and give the teacher to another coach, in the same kind.

    Raises ValidationError where the new coach has the teacher already.
    """
    held = CoachAssignment.objects.select_for_update().get(pk=assignment.pk)
    held.hand_over_note = note
    held.save(update_fields=["hand_over_note"])
    held.end(today)
    new = CoachAssignment(
        school_system_id=held.school_system_id,
        teacher_id=held.teacher_id,
        coach=to,
        kind=held.kind,
        starts_on=held.ends_on,
    )
    new.full_clean()
    return assign_coach(new, by=by, now=now)
