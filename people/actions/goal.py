from django.db import transaction
from django.db.models import Max

from people.models import SchoolGoal, SchoolStep


@transaction.atomic
def add_school_steps(goal: SchoolGoal, steps: list[tuple[str, str]]) -> list[SchoolStep]:
    """Add (kind, text) after the steps the goal has."""
    last = goal.steps.aggregate(last=Max("order"))["last"] or 0
    return SchoolStep.objects.bulk_create(
        SchoolStep(
            school_system_id=goal.school_system_id, goal=goal, kind=kind, text=text, order=order
        )
        for order, (kind, text) in enumerate(steps, start=last + 1)
    )
