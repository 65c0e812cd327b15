"""Calendar entries: the file of one planned visit."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching import ical
from coaching.models import Visit
from coaching.views.visit import get_visit


@require_safe
def visit_calendar(request, pk):
    """A planned visit as a file that any calendar opens."""
    visit = get_visit(request, pk)
    if visit.status != Visit.Status.PLANNED:
        raise Http404
    body = ical.one_visit(visit, request.user, now=timezone.now())
    name = f'attachment; filename="coaching-visit-{visit.planned_on}.ics"'
    headers = {"Content-Disposition": name}
    return HttpResponse(body, content_type=ical.CONTENT_TYPE, headers=headers)
