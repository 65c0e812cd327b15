"""Saving goals, so that nobody's change is lost, and the steps of schools."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Max

from goals.models import EarlierResources, Goal, SchoolStep
from goals.models.goal import Removable
from people.models import User


class StaleGoalError(Exception):
    """Somebody else has saved the goal since this person opened it."""


@transaction.atomic
def save_goal(goal: Goal, fields: list[str]) -> Goal:
    """Save a new goal, or `fields` of one that still has the version it was opened with.

    Raises StaleGoalError where it was saved meanwhile; IntegrityError names the rule it breaks.
    """
    goal.parent_level = goal.parent.level if goal.parent_id else ""
    if goal._state.adding:
        goal.save()
        return goal
    columns = {name: getattr(goal, name) for name in [*fields, "parent_level", "is_draft"]}
    as_opened = Goal.objects.filter(pk=goal.pk, version=goal.version)
    if not as_opened.update(version=F("version") + 1, **columns):
        raise StaleGoalError
    return goal


@transaction.atomic
def save_resources(goal: Goal, fields: list[str], *, by: User, now: dt.datetime) -> Goal:
    """Save what stands behind a goal, and keep what was said before. Raises StaleGoalError."""
    before = Goal.objects.values(*Goal.RESOURCES).get(pk=goal.pk)
    save_goal(goal, fields)
    after = {name: getattr(goal, name) for name in Goal.RESOURCES}
    if any(before.values()) and before != after:
        EarlierResources.objects.create(
            school_system_id=goal.school_system_id,
            goal=goal,
            replaced_by=by,
            replaced_at=now,
            **before,
        )
    return goal


@transaction.atomic
def add_school_steps(goal: Goal, steps: list[tuple[str, str]]) -> list[SchoolStep]:
    """Add (kind, text) after the steps the goal has."""
    last = goal.steps.aggregate(last=Max("order"))["last"] or 0
    return SchoolStep.objects.bulk_create(
        SchoolStep(
            school_system_id=goal.school_system_id, goal=goal, kind=kind, text=text, order=order
        )
        for order, (kind, text) in enumerate(steps, start=last + 1)
    )


@transaction.atomic
def restore_row(row: Removable) -> None:
    """Put a row back on its goal. Raises IntegrityError where another has taken its place."""
    row.put_back()
