"""Planning the meetings of a cycle, and taking a meeting of the team into it."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.actions.planning import plan_cycle, take_into_cycle
from collaboration.dates import has_series, proposals
from collaboration.views.finding import get_kept_cycle, trail_of_cycle
from meetings.models import Meeting

TAKEN = "The team’s meetings changed meanwhile. Look at the days again."


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_plan(request, pk):
    """First the days, skipping closures; a POST puts them on the calendar."""
    cycle, user = get_kept_cycle(request, pk), request.user
    is_possible = has_series(cycle.year_plan.team) and cycle.is_open
    if request.method == "POST" and is_possible:
        return _plan(request, cycle)
    days = proposals(cycle, today=user.today, zone=user.zone) if is_possible else []
    context = {
        "cycle": cycle,
        "team": cycle.year_plan.team,
        "has_series": has_series(cycle.year_plan.team),
        "days": days,
        "trail": trail_of_cycle(cycle, ("Plan its meetings", None)),
    }
    return render(request, "collaboration/cycle_plan.html", context)


def _plan(request, cycle):
    try:
        meetings = plan_cycle(cycle, by=request.user)
    except IntegrityError:
        messages.error(request, TAKEN)
        return redirect("collaboration:cycle_plan", cycle.pk)
    count = len(meetings)
    messages.success(request, f"{count} meeting{'' if count == 1 else 's'} planned.")
    return redirect(cycle)


@require_POST
def cycle_take(request, pk, meeting):
    """A meeting of the team that belongs to no cycle becomes one of this one."""
    cycle = get_kept_cycle(request, pk)
    rows = Meeting.objects.visible_to(request.user).filter(team=cycle.year_plan.team_id, study=None)
    row = get_object_or_404(rows, pk=meeting)
    try:
        take_into_cycle(cycle, row)
    except IntegrityError:
        messages.error(request, TAKEN)
    else:
        messages.success(request, "The meeting belongs to this cycle now.")
    return redirect(cycle)
