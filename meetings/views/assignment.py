"""Assignments: what members do after a meeting, and what they say became of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.messages import success_with_undo
from meetings.actions import meeting as actions
from meetings.actions.report import save_report
from meetings.forms.meeting import AssignmentForm, ReportForm
from meetings.models import Assignment, AssignmentReport
from meetings.views.meeting import get_own_meeting, trail_of
from meetings.views.team import TEAMS, form_page
from people.forms.rows import is_saved
from people.models import User
from people.views.finding import allow, get_editable

SHOWN = 50
NOT_YOURS = "Each member says what became of their own assignments."


def _assignments(request):
    rows = Assignment.objects.visible_to(request.user)
    return rows.select_related("meeting__team", "member")


def _on_the_list(meeting, user):
    """Members on the meeting's list."""
    listed = meeting.attendances.filter(is_guest=False)
    return User.objects.visible_to(user).filter(pk__in=listed.values("user")).order_by("name")


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_add(request, pk):
    meeting = get_own_meeting(request, pk)
    row = Assignment(meeting=meeting, kind=Assignment.kind_for(meeting.team))
    members = _on_the_list(meeting, request.user)
    form = AssignmentForm(request.POST or None, instance=row, user=request.user, members=members)
    if form.is_valid() and is_saved(form, actions.add_assignment, row):
        messages.success(request, "The assignment is on the list.")
        return redirect(f"{meeting.get_absolute_url()}#assignments")
    trail = trail_of(meeting, ("Add an assignment", None))
    return form_page(request, form, "Add an assignment", trail)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request, pk):
    row = get_editable(request, _assignments(request).kept(), pk)
    members = _on_the_list(row.meeting, request.user)
    form = AssignmentForm(request.POST or None, instance=row, user=request.user, members=members)
    if form.is_valid() and is_saved(form, actions.save_assignment, row):
        messages.success(request, "The assignment is saved.")
        return redirect(f"{row.meeting.get_absolute_url()}#assignments")
    trail = trail_of(row.meeting, ("Change the assignment", None))
    return form_page(request, form, "Change the assignment", trail)


@require_POST
def assignment_remove(request, pk):
    row = get_editable(request, _assignments(request), pk)
    try:
        actions.remove_assignment(row, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        undo = reverse("meetings:assignment_restore", args=[row.pk])
        success_with_undo(request, "The assignment is off the list.", undo)
    return redirect(f"{row.meeting.get_absolute_url()}#assignments")


@require_POST
def assignment_restore(request, pk):
    row = get_editable(request, _assignments(request), pk)
    actions.remove_assignment(row, now=None)
    messages.success(request, "The assignment is back on the list.")
    return redirect(f"{row.meeting.get_absolute_url()}#assignments")


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_report(request, pk):
    """A member says what became of an assignment; the next meeting opens with it."""
    row, user = get_object_or_404(_assignments(request), pk=pk), request.user
    allow(row.can_be_reported_by(user), NOT_YOURS)
    reports = AssignmentReport.objects.visible_to(user).filter(assignment=row, user=user)
    report = reports.first() or AssignmentReport(assignment=row, user=user)
    form = ReportForm(request.POST or None, instance=report, user=user)
    if form.is_valid() and is_saved(form, save_report, report, now=timezone.now()):
        messages.success(request, "Saved. Your team reads it when it meets next.")
        return redirect("meetings:my_assignments")
    trail = [TEAMS, ("My assignments", reverse("meetings:my_assignments")), ("Report", None)]
    return form_page(request, form, "What became of it", trail, lead=row.text)


@require_safe
def my_assignments(request):
    """What the person does for teams: still to be told first, then what was told."""
    user = request.user
    mine = _assignments(request).of_member(user)
    newest = ("-meeting__starts_at", "order", "pk")
    told = AssignmentReport.objects.visible_to(user).filter(user=user, assignment__removed_at=None)
    context = {
        "to_tell": mine.unreported_by(user).order_by(*newest)[:SHOWN],
        "told": told.select_related("assignment__meeting__team").order_by("-reported_at")[:SHOWN],
        "trail": [TEAMS, ("My assignments", None)],
    }
    return render(request, "meetings/my_assignments.html", context)
