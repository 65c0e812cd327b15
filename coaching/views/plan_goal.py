"""Which goal a teacher's plan serves, and which priority a step is about."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coaching.actions.plan_goal import serve_goal, tag_step
from coaching.forms.plan_goal import PriorityForm, ServesForm
from coaching.views.plan import posted, trail_of
from coaching.views.plan_edit import get_editable_plan
from coaching.views.step import HEADING, get_step, step_trail
from core.forms import render_form


@require_http_methods(["GET", "HEAD", "POST"])
def plan_serves(request, pk):
    """Teacher or coach says which goal the plan serves; a leader's plan serves its cycle's."""
    plan = get_editable_plan(request, pk)
    if plan.is_leaders:
        raise Http404
    form = ServesForm(
        posted(request),
        user=request.user,
        school=plan.school_id,
        initial={"serves": plan.serves_id},
    )
    if form.is_valid():
        serve_goal(plan, form.cleaned_data["serves"], by=request.user, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect(plan)
    context = {
        "form": form,
        "heading": "The goal this plan serves",
        "trail": trail_of(plan, ("The goal it serves", None)),
    }
    return render_form(request, "coaching/plan_goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step_priority(request, pk):
    """Teacher or coach says which priority the step is about."""
    step = get_step(request, pk)
    if not step.can_be_tagged_by(request.user):
        raise PermissionDenied
    initial = {"priority": step.priority_id}
    form = PriorityForm(posted(request), user=request.user, initial=initial)
    if form.is_valid():
        tag_step(step, form.cleaned_data["priority"])
        messages.success(request, "Saved.")
        return redirect(step)
    context = {
        "form": form,
        "heading": "The priority this step is about",
        "trail": step_trail(step, request.user, HEADING, "Priority"),
    }
    return render_form(request, "coaching/plan_goal.html", context)
