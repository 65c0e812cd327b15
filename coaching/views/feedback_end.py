"""What becomes of feedback that its coach has not shared: chosen for its last day, or ended now."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coaching.actions import feedback_end as actions
from coaching.forms.draft_end import FeedbackEndForm
from coaching.models import DraftEnd, Visit
from core.forms import render_form

GONE = "This feedback is shared, or has ended already. Nothing was changed."
WITH_VISIT = "The notes of this visit are not shared either: its feedback ends with the visit."


def _get_visit(request, pk):
    """A shared visit of the coach with feedback that is not shared."""
    visits = Visit.objects.visible_to(request.user).filter(coach=request.user, pk=pk)
    joined = ("teacher", "school_system", "feedback", "feedback_end")
    visit = get_object_or_404(visits.select_related(*joined))
    feedback = getattr(visit, "feedback", None)
    if not visit.can_be_edited_by(request.user) or feedback is None or feedback.shared_at:
        raise PermissionDenied(GONE)
    if visit.shared_at is None:
        raise PermissionDenied(WITH_VISIT)
    return visit


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_end(request, pk):
    """The author chooses what becomes of the feedback on its last day."""
    visit = _get_visit(request, pk)
    row = getattr(visit, "feedback_end", None)
    initial = {"choice": _wanted(visit, row)}
    data = request.POST if request.method == "POST" else None
    form = FeedbackEndForm(data, user=request.user, initial=initial)
    if not form.is_valid():
        context = {"visit": visit, "form": form, "ends_on": row and row.ends_on}
        context |= {"today": request.user.today, "trail": _trail(visit, "What becomes of it")}
        return render_form(request, "coaching/feedback_end.html", context)
    choice = form.cleaned_data["choice"]
    is_done = actions.choose_for_feedback(visit, choice, now=timezone.now())
    return _told(request, is_done, "Saved what becomes of the feedback.")


def _wanted(visit, row):
    """As the row says; feedback has no marks to keep, so that rule removes it."""
    wanted = row.wanted if row else visit.school_system.retention_drafts
    outcome = DraftEnd.Outcome
    return outcome.SHARED if wanted == outcome.SHARED else outcome.PURGED


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_remove(request, pk):
    """The author ends the feedback now, on a page that says what goes and what stays."""
    visit = _get_visit(request, pk)
    if request.method != "POST":
        context = {"visit": visit, "trail": _trail(visit, "Remove it now")}
        return render(request, "coaching/feedback_remove.html", context)
    is_done = actions.remove_feedback_now(visit, now=timezone.now())
    return _told(request, is_done, "The feedback is removed. The visit stays as it is.")


def _told(request, is_done, done):
    if is_done:
        messages.success(request, done)
    else:
        messages.error(request, GONE)
    return redirect("coaching:draft_list")


def _trail(visit, page):
    feedback = reverse("coaching:feedback_edit", args=[visit.pk])
    return [
        ("Visits", reverse("coaching:visit_list")),
        ("Not shared", reverse("coaching:draft_list")),
        (f"Feedback for {visit.teacher.name}", feedback),
        (page, None),
    ]
