"""Steps that contributors propose: taken into the teacher's one set, or answered why not."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from coaching.actions.step import next_order, set_look_fors
from coaching.models import ActionStep, LookFor, LookForMark, Reflection, StepProposal
from coaching.models.relations import owner_assignment
from core.text import lines
from notices.actions import notify
from people.models import User

WORKED_ON = "The step was worked on meanwhile, so it stays in the set."
ANSWERED = "This proposal was answered meanwhile: look at what became of it."


def _owner_of(teacher):
    assignment = owner_assignment(teacher, teacher.today)
    return assignment and assignment.coach


def _others(proposal, owner, by):
    """Teacher, owner coach and contributor, but for whoever does it."""
    people = {proposal.teacher, proposal.proposed_by, owner} - {None, by}
    return sorted(people, key=lambda person: person.pk)


@transaction.atomic
def propose(proposal: StepProposal, *, by: User, now: dt.datetime) -> StepProposal:
    """Teacher and owner coach are told; the step is in no set yet."""
    proposal.save()
    notify(
        "step_proposed",
        about=proposal,
        to=_others(proposal, _owner_of(proposal.teacher), by),
        now=now,
    )
    return proposal


def _held(proposal):
    """The proposal, still open, with its teacher held: her set gets one step at a time. Raises
    ValidationError where somebody was faster."""
    User.objects.hold(proposal.teacher_id)
    rows = StepProposal.objects.select_related("teacher__school_system", "proposed_by")
    proposal = rows.get(pk=proposal.pk)
    if proposal.answered_at:
        raise ValidationError(ANSWERED)
    return proposal


@transaction.atomic
def take(proposal: StepProposal, *, by: User, now: dt.datetime) -> ActionStep:
    """The proposal becomes a step of the teacher's one set with its look-fors, and the owner
    coach's to follow; the others are told. Raises ValidationError where it was answered
    meanwhile."""
    proposal = _held(proposal)
    owner = _owner_of(proposal.teacher)
    look_fors = lines(proposal.look_fors)
    step = ActionStep.objects.create(
        school_system_id=proposal.school_system_id,
        teacher=proposal.teacher,
        coach=owner or proposal.proposed_by,
        order=next_order(proposal.teacher),
        activity=proposal.activity,
        indicator_id=proposal.indicator_id,
        due_on=proposal.due_on,
        shared_at=now,
    )
    if look_fors:
        set_look_fors(step, {LookFor.Audience.TEACHER: look_fors}, now=now)
    proposal.step, proposal.answered_at, proposal.answered_by = step, now, by
    proposal.save(update_fields=["step", "answered_at", "answered_by"])
    notify("step_taken", about=step, to=_others(proposal, owner, by), now=now)
    return step


@transaction.atomic
def put_back(proposal: StepProposal, *, now: dt.datetime) -> None:
    """The proposal was taken in by mistake: the step leaves the set, and it waits for an answer
    again. Raises ValidationError where the step was worked on meanwhile."""
    User.objects.hold(proposal.teacher_id)
    proposal = StepProposal.objects.select_related("step").get(pk=proposal.pk)
    step = proposal.step
    if step is None or not _is_untouched(step, proposal):
        raise ValidationError(WORKED_ON)
    proposal.step = proposal.answered_at = proposal.answered_by = None
    proposal.save(update_fields=["step", "answered_at", "answered_by"])
    LookFor.objects.filter(step=step).update(removed_at=now)
    ActionStep.objects.filter(pk=step.pk).update(removed_at=now)


def _is_untouched(step, proposal):
    """As it was taken in: open, in no plan, with its words, and nothing marked or written on it."""
    is_same = (step.activity, step.plan_id) == (proposal.activity, None)
    is_open = step.status == ActionStep.Status.OPEN and step.removed_at is None
    marks = LookForMark.objects.filter(look_for__step=step)
    is_used = marks.exists() or Reflection.objects.filter(step=step).exists()
    return is_same and is_open and not is_used


@transaction.atomic
def decline(proposal: StepProposal, why_not: str, *, by: User, now: dt.datetime) -> None:
    """The proposal stays out of the set, with the reason; the others are told. Raises
    ValidationError where it was answered meanwhile."""
    proposal = _held(proposal)
    proposal.why_not, proposal.answered_at, proposal.answered_by = why_not, now, by
    proposal.save(update_fields=["why_not", "answered_at", "answered_by"])
    owner = _owner_of(proposal.teacher)
    notify("step_not_taken", about=proposal, to=_others(proposal, owner, by), now=now)
