"""Line of sight: from a goal, a plan or a step the whole chain up and down, on one page."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coaching.models import ActionStep, Plan
from goals.chain import chain_of, goals_below
from goals.models import Goal
from goals.tree import flattened
from ilt.models import LearningWalk

SHOWN = 200  # plans, and steps, of one page


@require_safe
def goal_sight(request, pk):
    """From a goal of the tree."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), pk=pk)
    return _page(request, goal, goal, plans=Q(), steps=Q())


@require_safe
def plan_sight(request, pk):
    """From a coaching plan: the goals it serves, and its steps."""
    plans = Plan.objects.visible_to(request.user).select_related("cycle__school_goal", "serves")
    plan = get_object_or_404(plans.select_related("teacher"), pk=pk)
    goal = plan.cycle.school_goal or plan.serves
    return _page(request, goal, plan, plans=Q(pk=plan.pk), steps=Q(plan=plan))


@require_safe
def step_sight(request, pk):
    """From an action step: its plan, its priority, and the goals above."""
    steps = ActionStep.objects.visible_to(request.user).kept()
    steps = steps.select_related("plan__cycle__school_goal", "plan__serves", "priority")
    step = get_object_or_404(steps, pk=pk)
    goal = step.priority
    if step.plan:
        goal = step.plan.cycle.school_goal or step.plan.serves or goal
    return _page(request, goal, step, plans=Q(pk=step.plan_id), steps=Q(pk=step.pk))


def _page(request, goal, start, *, plans, steps):
    """Goals above and below, plans and steps: each as far as the person may read it, and what she
    may not read is not counted either."""
    user, is_goal = request.user, isinstance(start, Goal)
    chain = chain_of(goal.pk, user) if goal else []
    below = goals_below(goal.pk, user) if is_goal else []
    if is_goal:
        reached = [goal, *below]
        plans = Q(serves__in=reached) | Q(cycle__school_goal__in=reached)
    shown = Plan.objects.visible_to(user).filter(plans).select_related("teacher", "school")
    shown = list(shown.order_by("-created_at")[:SHOWN])
    if is_goal:
        steps = Q(priority__in=reached) | Q(plan__in=shown)
    context = {
        "walks": _walks(user, reached) if is_goal else (),
        "chain": chain,
        "below": flattened([row for row in below if row.ended_at is None]),
        "plans": shown,
        "steps": _steps(user, steps),
        "start": start,
        "trail": [
            ("Today", "/"),
            (_called(start), start.get_absolute_url()),
            ("Line of sight", None),
        ],
    }
    return render(request, "reports/sight.html", context)


def _walks(user, goals):
    """Learning walks that looked at these goals, the newest first."""
    walks = LearningWalk.objects.visible_to(user).filter(goal__in=goals)
    return walks.select_related("school").order_by("-walked_on", "-created_at")[:SHOWN]


def _steps(user, wanted):
    steps = ActionStep.objects.visible_to(user).kept().written().filter(wanted)
    return steps.select_related("teacher").order_by("teacher__name", "order")[:SHOWN]


def _called(start):
    return {Goal: "Goal", Plan: "Coaching plan", ActionStep: "Action step"}[type(start)]
