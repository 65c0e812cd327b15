"""What is a member's own: open tasks beside the coaching step, and hours of learning."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaboration.hours import months_of_team, own_months
from collaboration.models import YearPlan
from collaboration.open_tasks import open_tasks
from collaboration.views.finding import get_team, trail_of_team

LEADERS = "The team’s facilitator and the school’s principals read the hours of all members."


@require_safe
def my_tasks(request):
    """Fragment for *My coaching*: what the person has promised the own teams."""
    return render(request, "collaboration/_my_tasks.html", {"tasks": open_tasks(request.user)})


@require_safe
def my_hours(request):
    """One's own hours of learning, month by month."""
    months = own_months(request.user)
    minutes = sum(month.minutes for month in months)
    context = {
        "months": months,
        "hours": f"{minutes / 60:.1f}".removesuffix(".0"),
        "readers": ("you", "for each team its facilitator and the principals of its school"),
        "trail": [("Today", "/"), ("My hours of learning", None)],
    }
    return render(request, "collaboration/my_hours.html", context)


@require_safe
def team_hours(request, pk):
    """The members' hours in the team's own meetings, for those who lead it."""
    team, user = get_team(request, pk), request.user
    if team.pk not in user.facilitated_team_ids and team.school_id not in user.led_school_ids:
        raise PermissionDenied(LEADERS)
    plans = YearPlan.objects.visible_to(user).filter(team=team).select_related("school_year")
    plan = plans.filter(school_year__starts_on__lte=user.today).first()
    context = {
        "team": team,
        "plan": plan,
        "rows": months_of_team(team, plan, user.today) if plan else [],
        "readers": ("the team’s facilitator", "the school’s principals", "each member the own"),
        "trail": trail_of_team(team, ("Hours of learning", None)),
    }
    return render(request, "collaboration/team_hours.html", context)
