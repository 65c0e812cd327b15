"""Tying a plan to the goal it serves, and a step to the priority it is about."""

import datetime as dt

from django.db import transaction

from coaching.actions.plan import open_for_change
from coaching.models import ActionStep, Plan
from goals.models import Goal
from people.models import User


@transaction.atomic
def serve_goal(plan: Plan, goal: Goal | None, *, by: User, now: dt.datetime) -> None:
    """The plan serves this goal from now on; a signature on what it said before is taken back.

    Raises PlanIsSigned once both have signed.
    """
    if plan.serves_id == (goal and goal.pk):
        return
    open_for_change(plan, by=by, now=now)
    Plan.objects.filter(pk=plan.pk).update(serves=goal)


@transaction.atomic
def tag_step(step: ActionStep, priority: Goal | None) -> None:
    """The step is about this priority."""
    step.priority = priority
    step.save(update_fields=["priority"])
