"""The history of a plan: of its own fields, its parts and its steps."""

from coaching.models import (
    ActionStepHistory,
    CycleHistory,
    Indicator,
    LookForHistory,
    Plan,
    PlanHistory,
    ReflectionPromptHistory,
    ResourceHistory,
)
from people.history import History, Kind, history
from people.models import User
from people.models.user import UUID


def kinds_of(plan: Plan) -> dict[str, Kind]:
    """What makes a plan, each with the texts that can be brought back."""
    texts = ("student_need", "goal", "measure", "baseline", "target")
    return {
        "plan": Kind(
            PlanHistory,
            PlanHistory.of_plan(plan),
            "The plan",
            hidden=("agreed_at",),
            restorable=texts,
        ),
        "area": Kind(
            CycleHistory,
            CycleHistory.of_plan(plan),
            "Refinement area",
            restorable=("refinement_descriptor",),
        ),
        "step": Kind(
            ActionStepHistory,
            ActionStepHistory.of_plan(plan),
            "Step",
            named_by="activity",
            hidden=("plan", "shared_at"),
            restorable=("activity", "teacher_does"),
        ),
        "look": Kind(
            LookForHistory,
            LookForHistory.of_plan(plan),
            "Look-for",
            named_by="text",
            restorable=("text",),
        ),
        "resource": Kind(
            ResourceHistory, ResourceHistory.of_plan(plan), "Resource", named_by="title"
        ),
        "prompt": Kind(
            ReflectionPromptHistory,
            ReflectionPromptHistory.of_plan(plan),
            "Question to reflect on",
            named_by="text",
            restorable=("text",),
        ),
    }


def indicator_names(viewer: User, ids) -> dict[str, str]:
    """The indicators among these ids, by name."""
    ids = [one for one in ids if UUID.fullmatch(one)]
    rows = Indicator.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def plan_history(plan: Plan, viewer: User, *, page: int) -> History:
    """A page of what changed in a plan, as far as `viewer` may read it."""
    return history(kinds_of(plan), viewer, page=page, names=indicator_names)
