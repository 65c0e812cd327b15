"""The formal visit of a round: made like a walkthrough, shared at the post-conference."""

import datetime as dt

from django.db import IntegrityError, transaction

from coaching.actions.observation import record_step
from coaching.actions.walkthrough import end_walkthrough
from coaching.models import ObservationRound, RoundStep, Walkthrough, WalkthroughForm
from core.autosave import Change
from people.models import User


def start_formal_visit(
    row: ObservationRound, form: WalkthroughForm, *, made_as: str, by: User, now: dt.datetime
) -> Walkthrough:
    """Begin the visit of a round; where this person's is running, that one."""
    try:
        with transaction.atomic():
            return Walkthrough.objects.create(
                school_system_id=row.school_system_id,
                school_id=row.school_id,
                teacher_id=row.teacher_id,
                coach=by,
                round=row,
                kind=Walkthrough.Kind.FORMAL,
                made_as=made_as,
                walkthrough_form=form,
                started_at=now,
            )
    except IntegrityError:
        return Walkthrough.objects.formal().running().get(round=row, coach=by)


@transaction.atomic
def end_formal_visit(
    visit: Walkthrough, marks: dict, line: Change, *, by: User, now: dt.datetime
) -> bool:
    """Keep everything on the page and end the visit; whether the teacher reads it now, because the
    post-conference was held. The round says that the visit was held, where it does not yet.

    Raises as `end_walkthrough` does.
    """
    row = ObservationRound.objects.select_for_update().get(pk=visit.round_id)
    is_shared = row.post_conference_on is not None
    end_walkthrough(visit, marks, line, is_shared=is_shared, by=by, now=now)
    if row.visit_on is None and row.is_open:
        _say_it_was_held(row, visit.started_at.astimezone(by.zone).date(), by=by, now=now)
    return is_shared


def _say_it_was_held(row, day, *, by, now):
    """Unless other dates of the round stand against it: then somebody enters it by hand."""
    try:
        with transaction.atomic():
            record_step(row, RoundStep.Step.VISIT, day, by=by, now=now)
    except IntegrityError:
        return
