"""The register of best practices."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.messages import success_with_undo
from ilt.forms.walk import PracticeForm
from ilt.models import BestPractice, LearningWalk
from ilt.models.keeping import keeps_any
from ilt.views.saving import find_pages, form_page, is_written, teams_trail
from people.views.finding import allow, get_editable, page_of

KEEPERS = "The register is kept by the leadership teams."
BOTH = ["GET", "HEAD", "POST"]


def _trail(*entries):
    return teams_trail(("Best practices", reverse("ilt:practice_list")), *entries)


def _practices(request):
    return BestPractice.objects.visible_to(request.user).select_related("school", "walk")


@require_safe
def practice_list(request):
    """What works here, by grades and subjects."""
    user = request.user
    find_pages(user)
    page = page_of(request, _practices(request).filter(ended_at=None))
    for practice in page:
        practice.can_edit = practice.can_be_edited_by(user)
    context = {
        "page": page,
        "can_add": keeps_any(user),
        "trail": teams_trail(("Best practices", None)),
    }
    return render(request, "ilt/practice_list.html", context)


@require_http_methods(BOTH)
def practice_add(request, walk=None):
    """From a walk, or by hand."""
    user = request.user
    find_pages(user)
    row = BestPractice()
    if walk:
        row.walk = get_object_or_404(LearningWalk.objects.visible_to(user), pk=walk)
    allow(keeps_any(user), KEEPERS)
    if row.walk:
        row.evidence, row.school_id = row.walk.evidence, row.walk.school_id
    form = PracticeForm(request.POST or None, instance=row, user=user)
    return _page(request, form, "Add a best practice", "The practice is in the register.")


@require_http_methods(BOTH)
def practice_edit(request, pk):
    row = get_editable(request, _practices(request), pk)
    form = PracticeForm(request.POST or None, instance=row, user=request.user)
    return _page(request, form, "Change the practice", "Practice saved.")


def _page(request, form, heading, done):
    if form.is_valid() and is_written(form):
        messages.success(request, done)
        return redirect("ilt:practice_list")
    return form_page(request, form, heading, _trail((heading, None)))


@require_POST
def practice_end(request, pk):
    """Take it off the register; once more puts it back."""
    row = get_editable(request, _practices(request), pk)
    row.ended_at = None if row.ended_at else timezone.now()
    row.save(update_fields=["ended_at"])
    undo = reverse("ilt:practice_end", args=[row.pk])
    words = "Taken off the register." if row.ended_at else "Back on the register."
    success_with_undo(request, words, undo)
    return redirect("ilt:practice_list")
