"""Calendar entries: the file of one planned visit, and the feed that calendars read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching import ical
from coaching.models import Visit
from coaching.views.visit import get_visit
from core.throttle import is_too_often
from core.views import too_many_requests
from people.actions.feed import feed_of

AN_HOUR = 60 * 60
READS_AN_HOUR = 60  # of one link: calendars look every few hours
MISSES_AN_HOUR = 300  # from one address, which may be a whole school's


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


@login_not_required  # a calendar has no account; the secret in the address is the key
@require_safe
def calendar_feed(request, token):
    """The visits of the one person whose link this is, as they stand now (permissions R52)."""
    now, feed = timezone.now(), feed_of(token)
    who = f"feed:{feed.pk}" if feed else f"no-feed:{request.META.get('REMOTE_ADDR')}"
    most = READS_AN_HOUR if feed else MISSES_AN_HOUR
    if is_too_often(who, most=most, seconds=AN_HOUR, now=now):
        return too_many_requests(request)
    if feed is None:
        raise Http404
    feed.mark_opened(now)
    with timezone.override(feed.user.zone):
        body = ical.feed(feed.user, with_names=feed.shows_names, now=now)
    return HttpResponse(body, content_type=ical.CONTENT_TYPE)
