"""What the two who write a plan see change while they work on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.forms.impact import ImpactEntryForm
from coaching.models import ImpactEntry
from coaching.views.plan import get_plan, posted, trail_of
from core.forms import render_form
from core.messages import success_with_undo

NOT_THE_PAIR = "What shows in class stays between the teacher and her coach."
NOT_NOW = "Entries are made while you work on a plan that both of you have signed."
NOT_YOURS = "Whoever wrote an entry removes it."


@require_http_methods(["GET", "HEAD", "POST"])
def plan_impact(request, pk):
    """The entries, newest first, and a form for another."""
    user, plan = request.user, get_plan(request, pk)
    if not plan.is_written_by(user):
        raise PermissionDenied(NOT_THE_PAIR)
    can_write = plan.impact_can_be_noted_by(user)
    if request.method == "POST" and not can_write:
        raise PermissionDenied(NOT_NOW)
    entry = ImpactEntry(school_system_id=plan.school_system_id, plan=plan, written_by=user)
    first = {"seen_on": user.today}
    form = ImpactEntryForm(posted(request), user=user, instance=entry, initial=first)
    if form.is_valid():
        form.save()
        messages.success(request, "The entry is added. Both of you read it.")
        return redirect("coaching:plan_impact", plan.pk)
    entries = ImpactEntry.objects.visible_to(user).kept().filter(plan=plan)
    context = {
        "plan": plan,
        "form": form,
        "entries": entries.select_related("written_by"),
        "can_write": can_write,
        "readers": [plan.teacher.name, plan.coach.name],
        "trail": trail_of(plan, ("Impact", None)),
    }
    return render_form(request, "coaching/plan_impact.html", context)


def _get_own(request, pk, *, is_removed):
    entries = ImpactEntry.objects.visible_to(request.user).select_related("plan")
    entry = get_object_or_404(entries.filter(removed_at__isnull=not is_removed), pk=pk)
    if not entry.can_be_removed_by(request.user):
        raise PermissionDenied(NOT_YOURS)
    return entry


@require_POST
def impact_remove(request, pk):
    """Take an entry off the page; the message offers to bring it back."""
    entry = _get_own(request, pk, is_removed=False)
    entry.set_removed(timezone.now())
    success_with_undo(request, "Entry removed.", reverse("coaching:impact_restore", args=[pk]))
    return redirect("coaching:plan_impact", entry.plan_id)


@require_POST
def impact_restore(request, pk):
    """Bring it back."""
    entry = _get_own(request, pk, is_removed=True)
    entry.set_removed(None)
    messages.success(request, "The entry is back.")
    return redirect("coaching:plan_impact", entry.plan_id)
