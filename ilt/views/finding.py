"""How the pages of a long-range plan find it and its rows, and where they stand."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ilt.models import LongRangePlan, PlanCycle, PlanWeek
from people.models import Team
from people.views.finding import allow

NOT_YOURS = "The plan is written by its leadership team, of a school also by its principals."
NEIGHBORS = ("team", "school", "school_year")


def get_plan(request, pk) -> LongRangePlan:
    plans = LongRangePlan.objects.visible_to(request.user).select_related(*NEIGHBORS)
    return get_object_or_404(plans, pk=pk)


def get_editable_plan(request, pk) -> LongRangePlan:
    plan = get_plan(request, pk)
    allow(plan.can_be_edited_by(request.user), NOT_YOURS)
    return plan


def get_cycle(request, pk, row, *, is_removed=False) -> PlanCycle:
    """A cycle of the plan, where this person may change it."""
    return _get_row(request, PlanCycle.objects.visible_to(request.user), pk, row, is_removed)


def get_week(request, pk, row, *, is_removed=False) -> PlanWeek:
    """A week of the plan, where this person may change it."""
    rows = PlanWeek.objects.visible_to(request.user).select_related("cycle")
    return _get_row(request, rows, pk, row, is_removed)


def _get_row(request, rows, pk, row, is_removed):
    rows = rows.select_related(*(f"plan__{name}" for name in NEIGHBORS))
    row = get_object_or_404(rows, plan=pk, pk=row, removed_at__isnull=not is_removed)
    allow(row.can_be_edited_by(request.user), NOT_YOURS)
    return row


def get_ilt(request, pk) -> Team:
    """A leadership team; other teams have no long-range plan."""
    teams = Team.objects.visible_to(request.user).select_related("school")
    kinds = (Team.Kind.SYSTEM_ILT, Team.Kind.SCHOOL_ILT)
    return get_object_or_404(teams.filter(kind__in=kinds), pk=pk)


def trail_of_team(team, *pages):
    plans = ("Long-range plans", reverse("ilt:plan_list", args=[team.pk]) if pages else None)
    teams = ("Teams", reverse("meetings:team_list"))
    return [teams, (team.name, team.get_absolute_url()), plans, *pages]


def trail_of(plan, *pages):
    own = plan.get_absolute_url() if pages else None
    return trail_of_team(plan.team, (plan.school_year.name, own), *pages)


def place(plan, anchor) -> str:
    """The row of the plan's writing page that this is about."""
    return f"{reverse('ilt:plan_edit', args=[plan.pk])}#{anchor}"
