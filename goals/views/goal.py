"""The tree of goals and one goal of it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goals.course import course_of
from goals.elements import OF_LEVEL, smart_parts
from goals.forms.goal import levels_for
from goals.models import Goal
from goals.models.reading import reads_data, reads_teams_data
from goals.tree import crowded, flattened
from goals.views.finding import goals_of, readers_of, trail, trail_of

PER_PAGE = 100
EARLIER = 20
Level = Goal.Level


@require_safe
def goal_list(request):
    """The goals the person may read, each below the goal it serves; ended ones apart."""
    shows_ended = request.GET.get("show") == "ended"
    level = request.GET.get("level", "")
    goals = Goal.objects.visible_to(request.user).select_related("school", "team")
    goals = goals.exclude(ended_at=None) if shows_ended else goals.current()
    goals = list(goals)
    chosen = [goal for goal in goals if goal.level == level] if level in Level.values else goals
    context = {
        "page": Paginator(flattened(chosen), PER_PAGE).get_page(request.GET.get("page")),
        "crowded": [] if shows_ended else crowded(goals),
        "orphan_count": sum(goal.is_orphan for goal in goals) if not shows_ended else 0,
        "levels": Level.choices,
        "level": level,
        "shows_ended": shows_ended,
        "can_add": bool(levels_for(request.user)),
        "reads_data": reads_data(request.user),
        "reads_needs": reads_teams_data(request.user),
        "trail": [("Today", "/"), ("Goals", None)],
    }
    return render(request, "goals/goal_list.html", context)


@require_safe
def orphan_list(request):
    """Goals that serve no goal above: each with its reason, or a way to mend it."""
    goals = Goal.objects.visible_to(request.user).orphans().select_related("school", "team")
    rows = sorted(goals, key=lambda goal: (bool(goal.orphan_reason), goal.place, str(goal.pk)))
    for goal in rows:
        goal.is_mine = goal.can_be_edited_by(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "trail": trail(("Goals that serve none", None))}
    return render(request, "goals/orphan_list.html", context)


@require_safe
def goal_detail(request, pk):
    """One goal: its numbers over time, what serves it, what was decided about it."""
    goal = get_object_or_404(goals_of(request), pk=pk)
    measurements, checkpoints = goal.measurements.kept(), goal.checkpoints.kept()
    for row in (*measurements, *checkpoints):
        row.words = goal.in_words(row.value)
    children = goal.children.visible_to(request.user).current().select_related("school", "team")
    context = {
        "goal": goal,
        "missing": goal.missing().values() if goal.is_draft else (),
        "measurements": measurements,
        "checkpoints": checkpoints,
        "course": course_of(goal, measurements, checkpoints),
        "children": children,
        "steps": goal.steps.kept() if goal.school_id and not goal.team_id else None,
        "reviews": goal.reviews.select_related("reviewed_by"),
        "earlier": goal.earlier_resources.select_related("replaced_by")[:EARLIER],
        "smart": smart_parts(goal) if goal.asks_smart else (),
        "elements": OF_LEVEL[goal.level],
        "can_edit": goal.can_be_edited_by(request.user),
        "readers": readers_of(goal),
        "trail": trail_of(goal),
    }
    return render(request, "goals/goal_detail.html", context)
