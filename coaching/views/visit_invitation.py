"""Invitations of teachers to their coaches: come and see a lesson."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import visit_invitation as actions
from coaching.forms.visit_invitation import OtherDayForm, VisitInviteForm
from coaching.models import VisitInvitation
from coaching.models.peer_visit import PEERS
from coaching.models.relations import works_where
from coaching.readers import who_can_read
from core.dates import long_date
from core.forms import render_form
from people.models import CoachAssignment


@require_http_methods(["GET", "HEAD", "POST"])
def visit_invite(request, pk):
    """A teacher invites one of her coaches of today; 404 where her school has no invitations."""
    user = request.user
    rows = CoachAssignment.objects.visible_to(user).active(user.today).filter(teacher=user)
    rows = rows.filter(teacher__in=works_where(PEERS, user.today))
    assignment = get_object_or_404(rows.select_related("coach__school_system"), pk=pk)
    invitation = VisitInvitation(
        school_system_id=user.school_system_id, teacher=user, coach=assignment.coach
    )
    data = request.POST if request.method == "POST" else None
    form = VisitInviteForm(data, instance=invitation, user=user)
    if form.is_valid():
        try:
            actions.invite(form.save(commit=False), now=timezone.now())
        except ValidationError as error:
            form.add_error("planned_on", error)
        else:
            messages.success(request, f"{assignment.coach.name} is invited.")
            return redirect("coaching:my_coaching")
    home = ("My coaching", reverse("coaching:my_coaching"))
    trail = [home, ("Come and see", None)]
    context = {"form": form, "coach": assignment.coach, "trail": trail}
    return render_form(request, "coaching/visit_invite.html", context)


def _get_invitation(request, pk):
    rows = VisitInvitation.objects.visible_to(request.user)
    rows = rows.select_related("teacher__school_system", "coach__school_system", "visit")
    return get_object_or_404(rows, pk=pk)


def _get_answerable(request, pk):
    """One that this coach answers; one that is answered already is looked at instead."""
    invitation = _get_invitation(request, pk)
    if request.user.pk != invitation.coach_id:
        raise PermissionDenied("The coach who is invited answers.")
    return invitation


@require_safe
def visit_invitation(request, pk):
    """What the teacher asks for, and what became of it."""
    return _page(request, _get_invitation(request, pk), OtherDayForm(user=request.user))


def _page(request, invitation, form):
    user = request.user
    home = ("My week", reverse("coaching:week"))
    if user.pk == invitation.teacher_id:
        home = ("My coaching", reverse("coaching:my_coaching"))
    context = {
        "invitation": invitation,
        "form": form,
        "can_answer": invitation.can_be_answered_by(user),
        "can_take_back": invitation.can_be_taken_back_by(user),
        "readers": who_can_read(invitation),
        "trail": [home, ("Invitation", None)],
    }
    return render_form(request, "coaching/visit_invitation.html", context)


@require_POST
def visit_invitation_accept(request, pk):
    """One tap: the visit is on the plan."""
    invitation = _get_answerable(request, pk)
    try:
        visit = actions.accept(invitation, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(invitation)
    return _accepted(request, invitation, visit)


def _accepted(request, invitation, visit):
    name, day = invitation.teacher.name, long_date(visit.planned_on)
    messages.success(request, f"Visit to {name} planned for {day}. The teacher is told.")
    return redirect(reverse("coaching:week", query={"week": visit.planned_on.isoformat()}))


@require_POST
def visit_invitation_move(request, pk):
    """The coach comes on another day, with a word."""
    invitation = _get_answerable(request, pk)
    form = OtherDayForm(request.POST, user=request.user)
    if form.is_valid():
        day, word = form.cleaned_data["other_day"], form.cleaned_data["word"]
        now = timezone.now()
        try:
            visit = actions.accept(invitation, by=request.user, now=now, day=day, word=word)
        except ValidationError as error:
            form.add_error("other_day", error)
        else:
            return _accepted(request, invitation, visit)
    return _page(request, invitation, form)


@require_POST
def visit_invitation_take_back(request, pk):
    """The teacher wants nobody to come after all."""
    invitation = _get_invitation(request, pk)
    if request.user.pk != invitation.teacher_id:
        raise PermissionDenied("Only the teacher takes an invitation back.")
    try:
        actions.take_invitation_back(invitation, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(invitation)
    messages.success(request, "The invitation is taken back.")
    return redirect("coaching:my_coaching")
