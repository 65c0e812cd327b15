"""Who is on the list of a meeting says that the prework is done."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from meetings.actions.prework import say_prework
from meetings.models import Attendance
from meetings.views.meeting import get_meeting
from people.views.finding import allow

FOR_THE_LIST = "Prework is said to be done by who is on the list of a planned meeting."


@require_POST
def prework(request, pk):
    """One's own prework: done, or not yet."""
    meeting, user = get_meeting(request, pk), request.user
    own = Attendance.objects.visible_to(user).filter(meeting=meeting, user=user).first()
    allow(own is not None and meeting.is_open and bool(meeting.prework), FOR_THE_LIST)
    is_done = request.POST.get("is_done") == "1"
    say_prework(own, is_done=is_done, now=timezone.now())
    said = "Your prework is done." if is_done else "Your prework is not done yet."
    messages.success(request, said)
    return redirect(f"{meeting.get_absolute_url()}#prework")
