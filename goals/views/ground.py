"""What goals stand on: needs of named groups, and the plans there are already."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from goals.forms.ground import NeedForm, SourcePlanForm
from goals.models import Need, SourcePlan
from goals.models.reading import keeps_anything, reads_teams_data
from goals.views.finding import KEEPERS, trail
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable, page_of

NEED_READERS = (
    "principals and leadership team of the school",
    "the system’s leadership team",
    "district coaching staff",
    "the personnel custodian",
)


def _needs_trail(*entries):
    return trail(("Needs", reverse("goals:need_list") if entries else None), *entries)


def _plans_trail(*entries):
    return trail(("Source plans", reverse("goals:source_plan_list") if entries else None), *entries)


def _needs(request):
    return Need.objects.visible_to(request.user).select_related("school", "shown_by")


def _plans(request):
    return SourcePlan.objects.visible_to(request.user).select_related("school")


@require_safe
def need_list(request):
    """The needs of groups, for those who lead there."""
    allow(reads_teams_data(request.user), "Needs are read by leadership teams.")
    shows_ended = request.GET.get("show") == "ended"
    needs = _needs(request).order_by("level", "school__name", "-created_at")
    needs = needs.exclude(ended_at=None) if shows_ended else needs.filter(ended_at=None)
    context = {
        "page": page_of(request, needs),
        "shows_ended": shows_ended,
        "can_add": keeps_anything(request.user),
        "trail": _needs_trail(),
    }
    return render(request, "goals/need_list.html", context)


@require_safe
def need_detail(request, pk):
    """One need, the need that shows it, what it shows, and the goals that answer it."""
    need = get_object_or_404(_needs(request), pk=pk)
    context = {
        "need": need,
        "shows": _needs(request).filter(shown_by=need, ended_at=None),
        "goals": need.goals.visible_to(request.user).current().select_related("school", "team"),
        "can_edit": need.can_be_edited_by(request.user),
        "readers": NEED_READERS,
        "trail": _needs_trail((str(need), None)),
    }
    return render(request, "goals/need_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_add(request):
    allow(keeps_anything(request.user), KEEPERS)
    return _write(request, Need(), NeedForm, "Add a need", _needs_trail)


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request, pk):
    need = get_editable(request, _needs(request), pk)
    return _write(request, need, NeedForm, "Change the need", _needs_trail)


def _write(request, row, form_class, heading, trail_to):
    form = form_class(request.POST or None, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Saved.")
        return redirect(row if isinstance(row, Need) else "goals:source_plan_list")
    context = {"form": form, "heading": heading, "trail": trail_to((heading, None)), "posts": True}
    return render_form(request, "goals/form.html", context)


@require_POST
def need_end(request, pk):
    """Nobody works on it any more; Undo takes that back."""
    need = get_editable(request, _needs(request), pk)
    need.end(now=timezone.now())
    undo = reverse("goals:need_reopen", args=[need.pk])
    success_with_undo(request, "The need is ended. Goals that stand on it keep it.", undo)
    return redirect(need)


@require_POST
def need_reopen(request, pk):
    need = get_editable(request, _needs(request), pk)
    need.reopen()
    messages.success(request, "The need is open again.")
    return redirect(need)


@require_safe
def source_plan_list(request):
    """The plans of the system and of the schools whose goals the person reads."""
    plans = list(_plans(request).order_by("ended_at", "school__name", "title"))
    for plan in plans:
        plan.is_mine = plan.can_be_edited_by(request.user)
    context = {
        "plans": plans,
        "can_add": keeps_anything(request.user),
        "trail": _plans_trail(),
    }
    return render(request, "goals/source_plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def source_plan_add(request):
    allow(keeps_anything(request.user), KEEPERS)
    return _write(request, SourcePlan(), SourcePlanForm, "Add a plan", _plans_trail)


@require_http_methods(["GET", "HEAD", "POST"])
def source_plan_edit(request, pk):
    plan = get_editable(request, _plans(request), pk)
    return _write(request, plan, SourcePlanForm, "Change the plan", _plans_trail)


@require_POST
def source_plan_end(request, pk):
    """The plan is over; Undo takes that back."""
    plan = get_editable(request, _plans(request), pk)
    plan.end(now=timezone.now())
    undo = reverse("goals:source_plan_reopen", args=[plan.pk])
    success_with_undo(request, "The plan is over. Goals that stand on it keep it.", undo)
    return redirect("goals:source_plan_list")


@require_POST
def source_plan_reopen(request, pk):
    plan = get_editable(request, _plans(request), pk)
    plan.reopen()
    messages.success(request, "The plan holds again.")
    return redirect("goals:source_plan_list")
