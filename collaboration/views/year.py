"""The year of a collaboration team: its goal, its cycles of study, copied to the next year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.actions.year import copy_year
from collaboration.forms.plans import YearPlanForm, YearPlanStartForm
from collaboration.models import StudyCycle, YearPlan
from collaboration.models.voice import can_speak
from collaboration.models.year_plan import can_keep_studies
from collaboration.pdf import year_plans_for
from collaboration.reading import teams_for
from collaboration.standing import goal_chain, with_standing
from collaboration.views.finding import KEEPERS, READERS, get_team, get_year_plan, trail_of_team
from core.forms import render_form
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.models import SchoolYear, Team
from people.views.finding import allow

FORM = "collaboration/form.html"
NO_NEXT_YEAR = "The next school year is not entered yet. The system admin enters school years."
THERE_ALREADY = "The team has a plan for the next school year already."


@require_safe
def team_studies(request, pk):
    """The yearly plan asked for, else this year's, with its cycles; other years beside it."""
    team, user = get_team(request, pk), request.user
    plans = YearPlan.objects.visible_to(user).filter(team=team)
    plans = list(plans.select_related("school_year", "goal__parent__parent__parent"))
    plan = _asked_for(plans, request.GET.get("year"), user.today)
    cycles = _cycles(plan, user) if plan else []
    can_edit = can_keep_studies(
        user, YearPlan(school_system_id=team.school_system_id, team=team, school_id=team.school_id)
    )
    context = {
        "team": team,
        "plans": plans,
        "plan": plan,
        "chain": goal_chain(plan.goal) if plan else [],
        "cycles": [cycle for cycle in cycles if cycle.is_open],
        "ended": [cycle for cycle in cycles if not cycle.is_open],
        "can_edit": can_edit,
        "can_speak": plan and can_speak(user, plan),
        "takes_along": plan and year_plans_for(user).filter(pk=plan.pk).exists(),
        "leads": team.pk in user.facilitated_team_ids or team.school_id in user.led_school_ids,
        "readers": READERS,
        "trail": [*trail_of_team(team)[:-1], ("Cycles of study", None)],
    }
    return render(request, "collaboration/team_studies.html", context)


def _asked_for(plans, year, today):
    """The plan of the year in the address; else of today's; else the newest."""
    asked = [plan for plan in plans if str(plan.school_year_id) == year]
    current = [p for p in plans if p.school_year.starts_on <= today <= p.school_year.ends_on]
    return next(iter(asked or current or plans), None)


def _cycles(plan, user):
    rows = StudyCycle.objects.visible_to(user).kept().filter(year_plan=plan)
    return list(with_standing(rows.select_related("goal")))


@require_safe
def team_line(request, pk):
    """One line for the team's own page: where its studies stand. Nothing for whoever may not read
    them (the team itself is open to everybody of the system)."""
    team = get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
    if not teams_for(request.user).filter(pk=team.pk).exists():
        return HttpResponse("")
    today = request.user.today
    now = StudyCycle.objects.visible_to(request.user).kept()
    now = now.filter(year_plan__team=team, ended_at=None, starts_on__lte=today, ends_on__gte=today)
    context = {"team": team, "cycles": with_standing(now)}
    return render(request, "collaboration/_team_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_plan_add(request, pk):
    team = get_team(request, pk)
    row = YearPlan(school_system_id=team.school_system_id, team=team, school_id=team.school_id)
    allow(row.can_be_edited_by(request.user), KEEPERS)
    data = request.POST if request.method == "POST" else None
    form = YearPlanStartForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, f"The plan of {row.school_year.name} is begun. Add its cycles.")
        return redirect(row)
    crumbs = trail_of_team(team, ("Begin a yearly plan", None))
    context = {"form": form, "heading": "Begin a yearly plan", "trail": crumbs}
    return render_form(request, FORM, context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_plan_edit(request, pk):
    plan = get_year_plan(request, pk)
    data = request.POST if request.method == "POST" else None
    form = YearPlanForm(data, instance=plan, user=request.user)
    if form.is_valid() and is_saved(form, save_row, plan):
        messages.success(request, "Yearly plan saved.")
        return redirect(plan)
    heading = f"Yearly plan {plan.school_year.name}"
    context = {"form": form, "heading": heading}
    return render_form(
        request, FORM, context | {"trail": trail_of_team(plan.team, (heading, None))}
    )


@require_POST
def year_plan_copy(request, pk):
    """The cycles of this plan, on the same weekdays of the next school year."""
    plan = get_year_plan(request, pk)
    years = SchoolYear.objects.visible_to(request.user)
    following = years.filter(starts_on__gt=plan.school_year.ends_on).order_by("starts_on").first()
    allow(following is not None, NO_NEXT_YEAR)
    copied = copy_year(plan, following)
    allow(copied is not None, THERE_ALREADY)
    messages.success(request, f"Copied to {following.name}. Choose the goals of that year next.")
    return redirect(copied)
