"""The secret address under which a calendar reads somebody's visits (permissions R52)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.mail import absolute
from people.actions import feed as actions
from people.views.finding import get_administered_person

NONE = "There is no calendar link."


@require_POST
def feed_make(request):
    """Make the own link, or a new one; this answer alone shows the address."""
    token = actions.make_feed(request.user, now=timezone.now())
    address = absolute(reverse("coaching:calendar_feed", args=[token]))
    trail = [("My settings", reverse("people:profile")), ("Calendar link", None)]
    return render(request, "people/feed_made.html", {"address": address, "trail": trail})


@require_POST
def feed_names(request):
    """Names in the own calendar, or initials."""
    are_shown = request.POST.get("names") == "on"
    if actions.show_names(request.user, are_shown=are_shown):
        words = "names" if are_shown else "initials"
        messages.success(request, f"Your calendar shows {words} from its next reading on.")
    else:
        messages.error(request, NONE)
    return redirect("people:profile")


@require_POST
def feed_delete(request):
    """End the own link."""
    _delete(request, request.user)
    return redirect("people:profile")


@require_POST
def person_feed_delete(request, pk):
    """The system admin ends somebody's link."""
    person = get_administered_person(request, pk)
    _delete(request, person)
    return redirect(person)


def _delete(request, person):
    if actions.delete_feed(person):
        messages.success(request, "The calendar link is deleted. Calendars can't read it any more.")
    else:
        messages.error(request, NONE)
