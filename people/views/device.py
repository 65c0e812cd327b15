"""Where somebody is signed in, and signing out there (permissions R07)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.actions import session as actions
from people.models import Session
from people.views.finding import get_administered_person


@require_safe
def device_list(request):
    """The browsers on which the person is signed in, this one first."""
    here = request.session.session_key
    rows = Session.objects.visible_to(request.user).live(timezone.now())
    devices = sorted(rows, key=lambda device: device.pk != here)
    context = {
        "devices": devices,
        "here": here,
        "trail": [("My settings", reverse("people:profile")), ("Where I am signed in", None)],
    }
    return render(request, "people/device_list.html", context)


@require_POST
def device_sign_out(request, reference):
    """Sign out on one device; on this one, that is signing out."""
    session = get_object_or_404(Session.objects.visible_to(request.user), reference=reference)
    if session.pk == request.session.session_key:
        return redirect("account_logout")
    actions.end_session(session)
    messages.success(request, f"{session.device} is signed out.")
    return redirect("people:device_list")


@require_POST
def device_sign_out_others(request):
    """Sign out everywhere but here."""
    here = request.session.session_key
    count = actions.end_other_sessions(request.user, here, now=timezone.now())
    devices = "1 other device is" if count == 1 else f"{count} other devices are"
    messages.success(request, f"{devices} signed out.")
    return redirect("people:device_list")


@require_POST
def person_sign_out(request, pk):
    """The system admin signs somebody out on every device: one was lost, or left open."""
    person = get_administered_person(request, pk)
    if person == request.user:
        return redirect("people:device_list")
    actions.end_sessions(person)
    messages.success(request, f"{person.name} is signed out on every device.")
    return redirect(person)
