"""A teacher invites her coach to a lesson: accepted, put on another day, or taken back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from coaching.actions.week import take_off_plan
from coaching.caseload import held_line
from coaching.models import Visit, VisitInvitation
from coaching.week import check_day
from core.ids import uuid7
from notices.actions import notify, take_back
from people.models import User

ANSWERED = "This invitation was answered or taken back meanwhile: look at what became of it."
TWICE = "You have invited your coach for that day already."
NO_COACH = "This coach is not yours any more."
HAS_BEGUN = "This visit has begun, or is not planned any more."


@transaction.atomic
def invite(invitation: VisitInvitation, *, now: dt.datetime) -> VisitInvitation:
    """Keep it, and tell the coach. Raises ValidationError where there is no school that day, where
    the teacher is on leave then, or where she has invited for that day already."""
    line = held_line(invitation.coach, invitation.teacher_id)
    if line is None:
        raise ValidationError(NO_COACH)
    check_day(line, invitation.planned_on)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise ValidationError(TWICE) from error
    notify("visit_invited", about=invitation, to=[invitation.coach], now=now)
    return invitation


@transaction.atomic
def accept(
    invitation: VisitInvitation, *, by: User, now: dt.datetime, day=None, word: str = ""
) -> Visit:
    """The invitation becomes a visit on the plan, on another day where the coach says one; the
    teacher is told once. Raises ValidationError where it is not open any more, or nobody can be
    visited that day."""
    User.objects.hold(by.pk)
    line = held_line(by, invitation.teacher_id)
    invitation = VisitInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_open or line is None:
        raise ValidationError(ANSWERED)
    day = day or invitation.planned_on
    check_day(line, day)
    invitation.visit = _visit_for(invitation, day, line, by)
    invitation.answered_at, invitation.word = now, word
    invitation.save(update_fields=["visit", "answered_at", "word"])
    notify("visit_invitation_answered", about=invitation, to=[line.teacher], now=now)
    return invitation.visit


def _visit_for(invitation, day, line, by):
    """The visit planned for that day already, else a new one; the teacher knows its date."""
    planned = Visit.objects.planned().filter(coach=by, teacher=line.teacher, planned_on=day)
    visit = planned.filter(invitation=None).first() or Visit(
        pk=uuid7(),
        school_system_id=by.school_system_id,
        teacher=line.teacher,
        coach=by,
        school_id=line.school_id,
        planned_on=day,
    )
    if not visit._state.adding:
        visit.plan_changes += 1
    visit.is_announced = True
    if day == invitation.planned_on:
        visit.period = invitation.period or visit.period
    visit.save()
    return visit


@transaction.atomic
def take_invitation_back(invitation: VisitInvitation, *, now: dt.datetime) -> None:
    """The teacher wants nobody to come; a visit planned for it comes off the plan. The coach is
    told, unless nobody has told of the invitation itself yet. Raises ValidationError where the
    visit has begun."""
    User.objects.hold(invitation.coach_id)
    invitation = VisitInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.taken_back_at:
        return
    if invitation.visit_id:
        _take_visit_off(Visit.objects.get(pk=invitation.visit_id), now)
    invitation.taken_back_at = now
    invitation.save(update_fields=["taken_back_at"])
    was_untold = take_back("visit_invited", about=invitation)
    if invitation.visit_id or not was_untold:
        coach = User.objects.select_related("school_system").get(pk=invitation.coach_id)
        notify("visit_invitation_taken_back", about=invitation, to=[coach], now=now)


def _take_visit_off(visit, now):
    """Off the plan without telling the teacher, who did it."""
    if not take_off_plan(visit, now=now):
        raise ValidationError(HAS_BEGUN)
    take_back("visit_off_plan", about=visit)
