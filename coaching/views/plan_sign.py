"""Signing a plan, completing it, and showing it to the principal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions import signing
from coaching.actions.plan import PlanIsSigned
from coaching.plan_mirror import gaps, needed
from coaching.plan_parts import Parts
from coaching.plan_record import working_record
from coaching.readers import readers_once_agreed, who_can_read
from coaching.views.plan import get_plan, trail_of


@require_http_methods(["GET", "HEAD", "POST"])
def plan_sign(request, pk):
    """Read the whole plan, who will read it, what signing means; then sign.

    From a second tab, or with Back, one comes to the plan that both have signed already."""
    plan = get_plan(request, pk)
    if not plan.can_be_signed_by(request.user):
        return _refuse(request, plan)
    if request.method == "POST":
        return _sign(request, plan)
    return _sign_page(request, plan)


def _sign(request, plan):
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else 0
    try:
        signed = signing.sign_plan(plan, by=request.user, version=number, now=timezone.now())
    except signing.StalePlan:
        return _sign_page(request, get_plan(request, plan.pk), status=409)
    except signing.NotReady:
        return _sign_page(request, plan, status=422)
    messages.success(request, _words(signed, request.user))
    return redirect(plan)


def _refuse(request, plan):
    if not plan.is_agreed:
        raise PermissionDenied
    if request.user.pk not in (plan.teacher_id, plan.coach_id):
        raise PlanIsSigned
    messages.info(request, "Both of you have signed this plan already: it is agreed.")
    return redirect(plan)


def _words(plan, user):
    if not plan.is_open_for_changes:
        return "Both of you have signed. The plan is agreed."
    return f"You signed. {plan.partner_of(user).name} has been told that it is their turn."


def _sign_page(request, plan, status=200):
    parts = Parts.of(plan)
    context = {
        "plan": plan,
        "record": working_record(plan, parts),
        "missing": needed(gaps(parts)),
        "is_stale": status == 409,
        "is_refused": status == 422,
        "has_errors": status != 200,
        "is_signed_by_me": plan.is_signed_by(request.user),
        "partner": plan.partner_of(request.user),
        "readers": readers_once_agreed(plan),
        "trail": trail_of(plan, ("Read and sign", None)),
    }
    return render(request, "coaching/plan_sign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_complete(request, pk):
    """Say that the plan's work is done: the cycle closes and a new one can begin."""
    plan = get_plan(request, pk)
    if not plan.can_be_completed_by(request.user):
        raise PermissionDenied("A plan is completed by its teacher or coach, once it is agreed.")
    if request.method != "POST":
        context = {"plan": plan, "trail": trail_of(plan, ("Complete the plan", None))}
        return render(request, "coaching/plan_complete.html", context)
    signing.complete_plan(plan, by=request.user, now=timezone.now())
    messages.success(request, "Plan completed. Its record stays as it was agreed.")
    return redirect(plan)


@require_POST
def plan_show_principal(request, pk):
    """Where the policy waits for her, the teacher shows her agreed plan to her principal."""
    plan = get_plan(request, pk)
    if not plan.can_be_shown_to_principal_by(request.user):
        raise PermissionDenied("Only the teacher shows an agreed plan to her principal.")
    signing.let_principal_read(plan)
    names = ", ".join(reader.name for reader in who_can_read(plan))
    messages.success(request, f"Shown. The plan can now be read by {names}.")
    return redirect(plan)
