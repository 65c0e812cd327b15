"""The coach's own checklist before a cycle begins."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from coaching.forms.readiness import ReadinessForm
from coaching.models import Readiness
from coaching.models.readiness import can_be_ready
from coaching.views.plan import get_plan, posted, trail_of
from core.forms import render_form


@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request, pk):
    """Tick what is done; what is not ticked is a warning on the plan's page, and stops nothing."""
    plan, user = get_plan(request, pk), request.user
    if not can_be_ready(plan, user):
        raise Http404
    row = Readiness.objects.visible_to(user).filter(plan=plan).first()
    row = row or Readiness(school_system_id=plan.school_system_id, plan=plan, coach=user)
    form = ReadinessForm(posted(request), user=user, row=row)
    if form.is_valid():
        row.tick(form.ticked, user.today)
        messages.success(request, "Checklist saved.")
        return redirect(plan)
    context = {
        "form": form,
        "plan": plan,
        "readers": [user.name],
        "trail": trail_of(plan, ("Readiness checklist", None)),
    }
    return render_form(request, "coaching/readiness.html", context)
