"""Adjusting an agreed plan, and reading the versions before (S0.24)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions.adjusting import begin_adjustment, leave_adjustment
from coaching.forms.adjusting import PlanRevisionForm
from coaching.models import PlanRevision, PlanSnapshot
from coaching.plan_record import thaw
from coaching.views.plan import get_plan, leave_a_trail, posted, trail_of
from core.forms import render_form


@require_http_methods(["GET", "HEAD", "POST"])
def plan_adjust(request, pk):
    """Say what changed and which data say so; then the plan is open for both to change."""
    plan = get_plan(request, pk)
    if not plan.can_be_adjusted_by(request.user):
        raise PermissionDenied("An agreed plan is adjusted by the two who wrote it.")
    revision = PlanRevision(plan=plan)
    form = PlanRevisionForm(posted(request), instance=revision, user=request.user)
    if form.is_valid():
        try:
            begin_adjustment(revision, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Change what needs changing, then both of you sign again.")
            return redirect("coaching:plan_edit", plan.pk)
    context = {"form": form, "plan": plan, "trail": trail_of(plan, ("Adjust the plan", None))}
    return render_form(request, "coaching/plan_adjust.html", context)


@require_POST
def plan_adjust_leave(request, pk):
    """Leave the plan as it was agreed, where nothing was changed yet."""
    plan = get_plan(request, pk)
    if not plan.adjustment_can_be_left_by(request.user):
        raise PermissionDenied("Something has been changed already: sign the adjustment.")
    if leave_adjustment(plan, now=timezone.now()):
        messages.success(request, "The plan stays as it was agreed.")
    else:
        messages.error(request, "Somebody has changed the plan meanwhile: it stays open.")
    return redirect(plan)


@require_safe
def plan_version(request, pk, number):
    """A version of the plan as it was agreed, before an adjustment."""
    plan = get_plan(request, pk)
    versions = PlanSnapshot.objects.visible_to(request.user).agreed().filter(plan=plan)
    version = get_object_or_404(versions, number=number)
    leave_a_trail(request, plan)
    context = {
        "plan": plan,
        "version": version,
        "record": thaw(version.content),
        "trail": trail_of(plan, (f"Version {number}", None)),
    }
    return render(request, "coaching/plan_version.html", context)
