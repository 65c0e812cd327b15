"""Peer visits of teachers: for host and visitor, and for nobody else (permissions R38)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import peer_visit as actions
from coaching.forms.peer_visit import PeerVisitAskForm, PeerVisitWriteForm
from coaching.models import PeerVisit
from coaching.models.peer_visit import PEERS
from coaching.peers import as_csv, colleagues_of
from coaching.readers import who_can_read
from core.forms import render_form
from people.models import Membership

TITLE = "Peer visits"
SHOWN = 100
VISITOR_WRITES = "The visitor writes what was seen, once both have agreed, until it is given."
IS_GIVEN = "This visit is told or called off, so it stays as it is."


def _teacher_or_404(user):
    if Membership.Role.TEACHER not in user.roles or not user.has_feature(PEERS):
        raise Http404


def _get_peer_visit(request, pk):
    return get_object_or_404(PeerVisit.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def peer_visit_list(request):
    """The person's own peer visits, as host and as visitor, the newest first."""
    _teacher_or_404(request.user)
    visits = PeerVisit.objects.visible_to(request.user).for_page()
    context = {
        "visits": [(visit, visit.other_than(request.user)) for visit in visits[:SHOWN]],
        "trail": [("My coaching", reverse("coaching:my_coaching")), (TITLE, None)],
    }
    return render(request, "coaching/peer_visit_list.html", context)


@require_safe
def peer_visit_csv(request):
    """What was told in the person's own peer visits, as a file."""
    _teacher_or_404(request.user)
    visits = PeerVisit.objects.visible_to(request.user).held().for_page()
    response = HttpResponse(as_csv(visits), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="peer-visits.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def peer_visit_ask(request, *, is_host):
    """A teacher invites a colleague (`is_host`), or asks to come."""
    user = request.user
    _teacher_or_404(user)
    data = request.POST if request.method == "POST" else None
    visit = PeerVisit(school_system_id=user.school_system_id, asked_by=user)
    form = PeerVisitAskForm(data, instance=visit, user=user, colleagues=colleagues_of(user))
    if form.is_valid():
        other = form.cleaned_data["colleague"]
        visit.host, visit.visitor = (user, other) if is_host else (other, user)
        try:
            actions.ask(visit, now=timezone.now())
        except ValidationError as error:
            form.add_error("planned_on", error)
        else:
            messages.success(request, f"{other.name} is asked.")
            return redirect("coaching:peer_visit_list")
    trail = [(TITLE, reverse("coaching:peer_visit_list")), ("Ask", None)]
    context = {"form": form, "is_host": is_host, "trail": trail}
    return render_form(request, "coaching/peer_visit_ask.html", context)


@require_safe
def peer_visit(request, pk):
    """What the two agreed, and what the visitor told. The host's first opening is stamped."""
    visit, user = _get_peer_visit(request, pk), request.user
    if user.pk == visit.host_id and visit.given_at and visit.read_at is None:
        visit.read_at = timezone.now()
        visit.mark_read(visit.read_at)
    context = {
        "visit": visit,
        "can_accept": visit.can_be_accepted_by(user),
        "can_call_off": visit.can_be_called_off_by(user),
        "can_write": visit.can_be_written_by(user) and visit.planned_on <= user.today,
        "readers": who_can_read(visit),
        "trail": [(TITLE, reverse("coaching:peer_visit_list")), (visit.state, None)],
    }
    return render(request, "coaching/peer_visit.html", context)


@require_POST
def peer_visit_accept(request, pk):
    """One tap of whoever was asked."""
    visit = _get_peer_visit(request, pk)
    if request.user.pk == visit.asked_by_id:
        raise PermissionDenied("Your colleague answers this.")
    return _done(request, visit, actions.accept, "Agreed. {name} is told.")


@require_POST
def peer_visit_call_off(request, pk):
    """Nobody comes after all."""
    visit = _get_peer_visit(request, pk)
    return _done(request, visit, actions.call_off, "The visit is called off.")


def _done(request, visit, action, words):
    try:
        action(visit, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, words.format(name=visit.other_than(request.user).name))
    return redirect(visit)


@require_http_methods(["GET", "HEAD", "POST"])
def peer_visit_write(request, pk):
    """The visitor writes what she saw, and gives it to the host or keeps it for now."""
    visit = _get_peer_visit(request, pk)
    if not visit.can_be_written_by(request.user):
        raise PermissionDenied(VISITOR_WRITES)
    data = request.POST if request.method == "POST" else None
    form = PeerVisitWriteForm(data, user=request.user, initial={"saw": visit.saw})
    if form.is_valid():
        is_given = "later" not in request.POST
        saw, now = form.cleaned_data["saw"], timezone.now()
        try:
            actions.write(visit, saw, is_given=is_given, by=request.user, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = f"{visit.host.name} reads it now." if is_given else "Kept. Only you read it."
            messages.success(request, words)
            return redirect(visit)
    trail = [(TITLE, reverse("coaching:peer_visit_list")), ("What you saw", None)]
    context = {"form": form, "visit": visit, "trail": trail}
    return render_form(request, "coaching/peer_visit_write.html", context)
