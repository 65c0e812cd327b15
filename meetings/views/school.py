"""What the system's leadership team gave to do that concerns the own school."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.models import Assignment, AssignmentReport
from meetings.views.team import TEAMS
from people.views.finding import page_of

READERS = (
    "the system’s leadership team",
    "principals of the school it concerns",
)


@require_safe
def school_assignments(request):
    """For principals, without the meeting itself (permissions R33)."""
    user = request.user
    schools = user.led_school_ids
    if not schools:
        raise Http404
    rows = Assignment.objects.visible_to(user).concerning(schools)
    rows = rows.select_related("meeting", "member", "school").prefetch_related(
        Prefetch("reports", AssignmentReport.objects.visible_to(user).select_related("user"))
    )
    context = {
        "page": page_of(request, rows.order_by("-meeting__starts_at", "order", "pk")),
        "readers": READERS,
        "trail": [TEAMS, ("Assignments for our school", None)],
    }
    return render(request, "meetings/school_assignments.html", context)
