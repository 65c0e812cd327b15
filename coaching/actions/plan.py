"""Writing a coaching plan together: starting it, its fields, its rows, the reflections on it."""

import dataclasses
import datetime as dt
import functools
import operator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, Max, Model, Q, Value, When

from coaching.models import (
    ActionStep,
    Cycle,
    FeedbackMeeting,
    LookFor,
    ObservationArea,
    Plan,
    ReflectionPrompt,
    Resource,
    Signature,
)
from coaching.models.relations import owner_assignment
from core.autosave import as_posted
from goals.models import Goal
from notices.actions import notify
from people.models import SchoolYear, User
from people.school_days import SchoolCalendar

WEEKS_TO_OBSERVATION = 6
SCHOOL_DAYS_A_STEP = 10
FIRST_PROMPTS = (
    "What has changed in your teaching, and what do you see in students?",
    "What will you try next?",
)
MOST_STEPS = 20  # a section's plain form stays below the 500 fields that one request may carry


@dataclasses.dataclass(frozen=True)
class FieldChange:
    """One field of one row: what it was when the person began, and what it is now."""

    row: Model
    field: str
    was: object
    value: object


class PlanIsSigned(PermissionDenied):
    """Both have signed: the plan of record no longer changes. The page answers 403."""

    def __init__(self):
        super().__init__("Both have signed this plan, so it no longer changes.")


# --- starting -------------------------------------------------------------------------------


@transaction.atomic
def start_plan(
    teacher: User,
    *,
    by: User,
    now: dt.datetime,
    feedback: FeedbackMeeting | None = None,
    school_goal: Goal | None = None,
    area: ObservationArea | None = None,
) -> Plan:
    """Open a cycle with its draft plan, from a feedback meeting's step where there is one, or from
    the refinement `area` of a post-conference.

    With a `school_goal` it is the plan of a leader of that school (S0.19). Raises ValidationError
    where the teacher has no owner coach or already has an open cycle.
    """
    today = teacher.today
    coach = by if by != teacher else _owner_coach(teacher, today)
    school = school_goal.school if school_goal else _school_of(teacher, today)
    calendar = SchoolCalendar.of(school)
    source = _from_area(area) if area else _from_feedback(feedback)
    cycle = _open_cycle(teacher, coach, school, today, source, school_goal)
    plan = _draft_of(cycle, calendar, today, feedback)
    if feedback and feedback.step:
        _take_step(plan, feedback.step, calendar, today)
    else:
        make_step(plan, 1, calendar.add(today, SCHOOL_DAYS_A_STEP))
    _write_first_prompts(plan)
    return plan


def _draft_of(cycle, calendar, today, feedback):
    """The cycle's plan, with dates on school days to begin with."""
    observation = calendar.on_or_after(today + dt.timedelta(weeks=WEEKS_TO_OBSERVATION))
    return Plan.objects.create(
        school_system_id=cycle.school_system_id,
        cycle=cycle,
        teacher=cycle.teacher,
        coach=cycle.coach,
        school=cycle.school,
        is_leaders=cycle.is_leaders,
        school_year=_school_year(cycle.teacher, today),
        goal=feedback.goal if feedback else "",
        goal_due_on=calendar.add(observation, -1),
        next_observation_on=observation,
    )


def _write_first_prompts(plan):
    """Two questions to begin with, on growth and on next steps (S0.11)."""
    ReflectionPrompt.objects.bulk_create(
        ReflectionPrompt(school_system_id=plan.school_system_id, plan=plan, order=number, text=text)
        for number, text in enumerate(FIRST_PROMPTS, start=1)
    )


def _owner_coach(teacher, today):
    assignment = owner_assignment(teacher, today)
    if assignment is None:
        raise ValidationError("You need a coach before you start a plan. Ask your principal.")
    return assignment.coach


def _school_of(teacher, today):
    membership = teacher.memberships.active(today).teachers().select_related("school").first()
    if membership is None:
        raise ValidationError(f"{teacher.name} does not teach at a school today.")
    return membership.school


def _school_year(teacher, today):
    years = SchoolYear.objects.filter(school_system=teacher.school_system_id)
    return years.on(today).first() or years.first()


def _open_cycle(teacher, coach, school, today, source, school_goal):
    cycle = Cycle(
        school_system_id=teacher.school_system_id,
        teacher=teacher,
        coach=coach,
        school=school,
        **source,
        is_leaders=school_goal is not None,
        school_goal=school_goal,
        opened_on=today,
    )
    try:
        with transaction.atomic():
            cycle.save(force_insert=True)
    except IntegrityError as error:
        raise _in_words(error, Cycle) from error
    return cycle


def _from_feedback(feedback):
    """What a cycle keeps of the feedback meeting it came from."""
    if feedback is None:
        return {}
    area = feedback.area_of_need or (feedback.step and feedback.step.indicator)
    return {"came_from": feedback, "refinement_indicator": area}


def _from_area(area):
    """What a cycle keeps of the post-conference it came from: which round, and the area."""
    return {
        "came_from_round_id": area.round_id,
        "refinement_indicator_id": area.indicator_id,
        "refinement_descriptor": area.descriptor,
    }


def _take_step(plan, step, calendar, today):
    """The feedback's step becomes the plan's first; one that another plan holds is copied."""
    due_on = step.due_on or step.check_back_on or calendar.add(today, SCHOOL_DAYS_A_STEP)
    if step.plan_id is None:
        due_on = max(due_on, step.starts_on) if step.starts_on else due_on
        ActionStep.objects.filter(pk=step.pk).update(plan=plan, order=1, due_on=due_on)
        _write_empty_look_fors(plan, step, has=step.look_fors.kept())
        return
    copy = _copy_of(plan, step, 1, due_on)
    copy.save()
    _copy_look_fors([step], [copy])


def make_step(plan, order, due_on):
    """An empty step with room for a teacher and a student look-for."""
    step = ActionStep.objects.create(
        school_system_id=plan.school_system_id,
        teacher_id=plan.teacher_id,
        coach_id=plan.coach_id,
        plan=plan,
        order=order,
        due_on=due_on,
    )
    _write_empty_look_fors(plan, step, has=[])
    return step


def _write_empty_look_fors(plan, step, has):
    there = {row.audience for row in has}
    LookFor.objects.bulk_create(
        LookFor(school_system_id=plan.school_system_id, step=step, audience=audience)
        for audience in LookFor.Audience.values
        if audience not in there
    )


@transaction.atomic
def hand_over_plan(plan: Plan, *, by: User, now: dt.datetime) -> None:
    """The teacher takes a draft, with its cycle and steps, to the coach who owns her today."""
    open_for_change(plan, by=by, now=now)
    Plan.objects.filter(pk=plan.pk).update(coach=plan.owner_id)
    Cycle.objects.filter(pk=plan.cycle_id).update(coach=plan.owner_id)
    plan.steps.update(coach=plan.owner_id)


# --- copying from the last plan -------------------------------------------------------------


@transaction.atomic
def copy_from_last_plan(plan: Plan, *, source: Plan, by: User, now: dt.datetime) -> int:
    """Add the steps, look-fors, resources and prompts of `source`; answers how many steps came.

    Nothing that is already written is touched; empty steps make room. Copied steps are due one
    after the other.
    """
    open_for_change(plan, by=by, now=now)
    plan.steps.kept().filter(activity="", teacher_does="").update(removed_at=now)
    there = plan.steps.aggregate(count=Count("pk", filter=Q(removed_at=None)), last=Max("order"))
    steps = list(source.steps.kept()[: MOST_STEPS - there["count"]])
    copies = _copy_steps(plan, steps, after=there["last"] or 0)
    _copy_look_fors(steps, copies)
    _copy_resources(steps, copies)
    _copy_prompts(source, plan)
    return len(steps)


def _copy_steps(plan, steps, after):
    """Copies of the steps, ten school days from one to the next."""
    calendar = SchoolCalendar.of(plan.school)
    due_on = plan.teacher.today
    copies = []
    for order, step in enumerate(steps, start=after + 1):
        due_on = calendar.add(due_on, SCHOOL_DAYS_A_STEP)
        copies.append(_copy_of(plan, step, order, due_on))
    return ActionStep.objects.bulk_create(copies)


def _copy_of(plan, step, order, due_on):
    return ActionStep(
        school_system_id=plan.school_system_id,
        teacher_id=plan.teacher_id,
        coach_id=plan.coach_id,
        plan=plan,
        order=order,
        due_on=due_on,
        activity=step.activity,
        teacher_does=step.teacher_does,
        support=step.support,
        indicator_id=step.indicator_id,
    )


def _copy_look_fors(steps, copies):
    copy_of = dict(zip([step.pk for step in steps], copies, strict=True))
    copied = ("audience", "text", "order", "indicator_id", "bank_look_for_id")
    LookFor.objects.bulk_create(
        LookFor(
            school_system_id=row.school_system_id,
            step=copy_of[row.step_id],
            **{name: getattr(row, name) for name in copied},
        )
        for row in LookFor.objects.kept().filter(step__in=steps)
    )


def _copy_resources(steps, copies):
    copy_of = dict(zip([step.pk for step in steps], copies, strict=True))
    Resource.objects.bulk_create(
        Resource(
            school_system_id=row.school_system_id,
            step=copy_of[row.step_id],
            title=row.title,
            kind=row.kind,
            link=row.link,
        )
        for row in Resource.objects.filter(step__in=steps, removed_at=None)
    )


def _copy_prompts(source, plan):
    order = last_order(plan.prompts)
    kept = source.prompts.filter(removed_at=None)
    ReflectionPrompt.objects.bulk_create(
        ReflectionPrompt(
            school_system_id=plan.school_system_id, plan=plan, order=number, text=prompt.text
        )
        for number, prompt in enumerate(kept, start=order + 1)
    )


# --- changing -------------------------------------------------------------------------------


def open_for_change(plan: Plan, *, by: User, now: dt.datetime) -> list[User]:
    """Lock the plan, count its version up, and take back signatures on what now changes.

    Answers whose signature was taken back. Raises PlanIsSigned once both have signed. Call it first
    in the transaction of any change of the plan of record.
    """
    is_draft = Q(status=Plan.Status.DRAFT) | Q(adjustment=Plan.Adjustment.DRAFT)
    drafts = Plan.objects.filter(is_draft, pk=plan.pk)
    if drafts.update(version=F("version") + 1):
        return []
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_open_for_changes:
        raise PlanIsSigned
    return _take_back_signatures(locked, by=by, now=now)


def _take_back_signatures(plan, *, by, now):
    valid = Signature.objects.filter(plan=plan, withdrawn_at=None).select_related("signer")
    signers = [row.signer for row in valid]
    valid.update(withdrawn_at=now)
    plan.version += 1
    if plan.adjustment:
        plan.adjustment = Plan.Adjustment.DRAFT
    else:
        plan.status = Plan.Status.DRAFT
    plan.save(update_fields=["version", "status", "adjustment"])
    others = [person for person in signers if person != by]
    notify("plan_changed", about=plan, to=others, now=now, slot=f"version {plan.version}")
    return signers


def step_changes(step: ActionStep, *, by: User, now: dt.datetime) -> None:
    """A step is changed in its feedback meeting: that changes an open plan that holds it too.

    Once both have signed, the plan is read from its snapshot and stays as it was.
    """
    if step.plan and step.plan.is_open_for_changes:
        open_for_change(step.plan, by=by, now=now)


def save_fields(
    plan: Plan, changes: list[FieldChange], *, by: User, now: dt.datetime
) -> tuple[list[FieldChange], list[User]]:
    """Store each field that still is what the person started from, or already is what they wrote.

    Answers the changes that somebody else was faster with (those are not stored, the others are)
    and whose signature was taken back. Raises ValidationError where a row cannot hold the value.
    """
    try:
        with transaction.atomic():
            signers = open_for_change(plan, by=by, now=now)
            lost = [] if _store_all(plan, changes) else _store_each(plan, changes)
            if len(lost) == len(changes):
                transaction.set_rollback(True)
                signers = []
    except IntegrityError as error:
        raise _in_words(error, *{type(change.row) for change in changes}) from error
    return lost, signers


def _store_all(plan, changes) -> bool:
    """One UPDATE for each kind of row, of the rows that are as they were in every field; whether
    that was all of them."""
    models = {type(change.row) for change in changes}
    of_kind = {model: [one for one in changes if type(one.row) is model] for model in models}
    return all(_store_kind(plan, model, few) for model, few in of_kind.items())


def _store_kind(plan, model, changes):
    ids = {change.row.pk for change in changes}
    untouched = functools.reduce(operator.or_, [_untouched(changes, pk) for pk in ids])
    values = {name: _values(model, name, changes) for name in {one.field for one in changes}}
    return _rows_of(plan, model).filter(untouched).update(**values) == len(ids)


def _untouched(changes, pk):
    """The row of this id, where each field is what the person began with or has written."""
    fields = [(one.field, one.was, one.value) for one in changes if one.row.pk == pk]
    either = [Q(**{name: was}) | Q(**{name: value}) for name, was, value in fields]
    return functools.reduce(operator.and_, either, Q(pk=pk))


def _values(model, name, changes):
    """What each row's field becomes; rows that keep theirs keep it."""
    field = model._meta.get_field(name)
    new = [
        (one.row.pk, Value(one.value, output_field=field)) for one in changes if one.field == name
    ]
    return Case(
        *[When(pk=pk, then=value) for pk, value in new], default=F(name), output_field=field
    )


def _store_each(plan, changes) -> list[FieldChange]:
    """Field by field, where somebody else was faster with some; answers those."""
    return [change for change in changes if not _store(plan, change)]


def _store(plan, change) -> bool:
    """One UPDATE where the field is still what it was; whether it now holds the new value."""
    rows = _rows_of(plan, type(change.row)).filter(pk=change.row.pk)
    value = {change.field: change.value}
    if rows.filter(**{change.field: change.was}).update(**value):
        return True
    return rows.filter(**value).exists()


def _rows_of(plan, model):
    """The rows of a kind that belong to this plan, and were not removed."""
    if model is Plan:
        return Plan.objects.filter(pk=plan.pk)
    if model is Cycle:
        return Cycle.objects.filter(pk=plan.cycle_id)
    return model.objects.filter(_belongs_to(plan, model), removed_at=None)


def _belongs_to(plan, model):
    if model is LookFor:
        return Q(plan=plan) | Q(step__plan=plan)
    return Q(step__plan=plan) if model is Resource else Q(plan=plan)


ROW_MODELS = {
    "step": ActionStep,
    "look": LookFor,
    "resource": Resource,
    "prompt": ReflectionPrompt,
}


def rows_of_kind(plan: Plan, kind: str, *, is_removed: bool):
    """The plan's rows of a kind: those on the page, or those that were taken off it."""
    model = ROW_MODELS[kind]
    if not is_removed:
        rows = _rows_of(plan, model)
        return rows.select_related("feedback") if model is ActionStep else rows
    removed = _belongs_to(plan, model) & Q(removed_at__isnull=False)
    if model is ActionStep:
        removed |= Q(plan=None, feedback__teacher=plan.teacher, feedback__coach=plan.coach)
        return model.objects.filter(removed).select_related("feedback")
    return model.objects.filter(removed)


def stored_text(plan: Plan, change: FieldChange) -> str | None:
    """What the field holds now, as its control would show it; None where the row is gone."""
    rows = _rows_of(plan, type(change.row)).filter(pk=change.row.pk)
    texts = [as_posted(value) for value in rows.values_list(change.field, flat=True)]
    return texts[0] if texts else None


def _in_words(error, *models):
    """The ValidationError with the words of the constraint that Postgres named."""
    name = error.__cause__.diag.constraint_name
    constraints = [constraint for model in models for constraint in model._meta.constraints]
    for constraint in constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message())
    return error


def last_order(rows):
    return rows.aggregate(last=Max("order"))["last"] or 0
