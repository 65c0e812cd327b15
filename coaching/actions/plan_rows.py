"""The rows of a plan: steps, look-fors, resources and prompts come, go and move."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Model, Q

from coaching.actions.plan import (
    MOST_STEPS,
    SCHOOL_DAYS_A_STEP,
    last_order,
    make_step,
    open_for_change,
)
from coaching.models import (
    ActionStep,
    BankLookFor,
    LookFor,
    Plan,
    ReflectionPrompt,
    Resource,
)
from people.models import User
from people.school_days import SchoolCalendar

# As MOST_STEPS: what one section's form may carry.
MOST_LOOK_FORS, MOST_RESOURCES, MOST_PROMPTS = 200, 60, 20


@transaction.atomic
def add_step(plan: Plan, *, by: User, now: dt.datetime) -> ActionStep:
    """An empty step at the end, due ten school days after the one before, on a school day."""
    open_for_change(plan, by=by, now=now)
    kept = Q(removed_at=None)
    steps = plan.steps.aggregate(
        count=Count("pk", filter=kept), latest=Max("due_on", filter=kept), last=Max("order")
    )
    _refuse_more(steps["count"], MOST_STEPS, "steps")
    calendar = SchoolCalendar.of(plan.school)
    today = plan.teacher.today
    due_on = calendar.add(max(steps["latest"] or today, today), SCHOOL_DAYS_A_STEP)
    if plan.next_observation_on and due_on >= plan.next_observation_on:
        due_on = calendar.add(plan.next_observation_on, -1)
    return make_step(plan, (steps["last"] or 0) + 1, due_on)


@transaction.atomic
def add_look_for(
    plan: Plan, *, step: ActionStep | None, audience: str, by: User, now: dt.datetime
) -> LookFor:
    """An empty look-for of a step, or of the whole plan without one."""
    open_for_change(plan, by=by, now=now)
    owner = {"step": step} if step else {"plan": plan}
    on_plan = Q(plan=plan) | Q(step__plan=plan)
    _refuse_more(LookFor.objects.kept().filter(on_plan).count(), MOST_LOOK_FORS, "look-fors")
    return LookFor.objects.create(
        school_system_id=plan.school_system_id,
        audience=audience,
        order=last_order((step or plan).look_fors) + 1,
        **owner,
    )


@transaction.atomic
def add_from_bank(
    plan: Plan, step: ActionStep, chosen: list[BankLookFor], *, by: User, now: dt.datetime
) -> None:
    """Look-fors of a step from the system's bank; each remembers its bank item. Empty ones go."""
    open_for_change(plan, by=by, now=now)
    audiences = {item.audience for item in chosen}
    empty = step.look_fors.kept().filter(text="", audience__in=audiences)
    empty.update(removed_at=now)
    order = last_order(step.look_fors)
    LookFor.objects.bulk_create(
        LookFor(
            school_system_id=plan.school_system_id,
            step=step,
            audience=item.audience,
            order=number,
            text=item.text,
            bank_look_for=item,
            indicator_id=item.indicator_id,
        )
        for number, item in enumerate(chosen, start=order + 1)
    )


@transaction.atomic
def add_resource(plan: Plan, *, step: ActionStep, by: User, now: dt.datetime) -> Resource:
    """A resource of a step, to be named."""
    open_for_change(plan, by=by, now=now)
    resources = Resource.objects.filter(step__plan=plan, removed_at=None)
    _refuse_more(resources.count(), MOST_RESOURCES, "resources")
    return Resource.objects.create(school_system_id=plan.school_system_id, step=step)


@transaction.atomic
def add_prompt(plan: Plan, *, by: User, now: dt.datetime) -> ReflectionPrompt:
    """A question for the teacher to reflect on."""
    open_for_change(plan, by=by, now=now)
    _refuse_more(plan.prompts.filter(removed_at=None).count(), MOST_PROMPTS, "prompts")
    return ReflectionPrompt.objects.create(
        school_system_id=plan.school_system_id, plan=plan, order=last_order(plan.prompts) + 1
    )


@transaction.atomic
def set_removed(plan: Plan, row: Model, *, by: User, now: dt.datetime, is_removed: bool) -> None:
    """Remove a step, look-for, resource or prompt from the plan, or bring it back.

    A feedback meeting's step only leaves the plan: it stays the step of that meeting.
    """
    open_for_change(plan, by=by, now=now)
    if isinstance(row, ActionStep) and hasattr(row, "feedback"):
        row.plan = None if is_removed else plan
        row.save(update_fields=["plan"])
        return
    row.removed_at = now if is_removed else None
    row.save(update_fields=["removed_at"])


@transaction.atomic
def move_step(plan: Plan, pk, *, by_one: int, by: User, now: dt.datetime) -> None:
    """Move a step up (-1) or down (+1); at the end of the list nothing happens.

    Raises ActionStep.DoesNotExist.
    """
    open_for_change(plan, by=by, now=now)
    steps = list(plan.steps.kept())
    place = next((place for place, step in enumerate(steps) if step.pk == pk), None)
    if place is None:
        raise ActionStep.DoesNotExist
    new_place = place + by_one
    if not 0 <= new_place < len(steps):
        return
    steps.insert(new_place, steps.pop(place))
    for order, moved in enumerate(steps, start=1):
        moved.order = order
    ActionStep.objects.bulk_update(steps, ["order"])


def _refuse_more(count, most, things):
    if count >= most:
        raise ValidationError(f"There are {count} {things} already. Remove one to add another.")
