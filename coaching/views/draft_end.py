from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.actions import draft_end as actions
from coaching.drafts import draft_counts, drafts_of, feedback_drafts_of
from coaching.forms.draft_end import DraftEndForm
from coaching.models import Visit

GONE = "This visit is shared, or has ended already. Nothing was changed."


@require_safe
def draft_list(request):
    """The author's visits that are not shared: when each ends, and what becomes of it."""
    return _show(request)


def _show(request, posted=None):
    rows = [
        (draft, _form(request, draft, posted)) for draft in drafts_of(request.user, timezone.now())
    ]
    feedback = feedback_drafts_of(request.user, timezone.now())
    context = {
        "rows": rows,
        "feedback": feedback,
        "old_feedback": sum(meeting.is_old for meeting in feedback),
        "old": sum(draft.is_old for draft, _form in rows),
        "today": request.user.today,
        "trail": [("Visits", reverse("coaching:visit_list")), ("Not shared", None)],
        "has_errors": posted is not None,
    }
    return render(request, "coaching/draft_list.html", context, status=422 if posted else 200)


def _form(request, draft, posted):
    """The form of one draft; the one that was posted comes back with its errors."""
    if posted and posted[0].pk == draft.visit.pk:
        return posted[1]
    initial, prefix = {"choice": draft.wanted}, f"draft-{draft.visit.pk}"
    is_open = draft.visit.ended_at is None
    return DraftEndForm(
        user=request.user, initial=initial, is_open=is_open, auto_id=f"id_{prefix}_%s"
    )


@require_POST
def draft_choose(request, pk):
    """The author chooses what becomes of one draft on its last day."""
    visits = Visit.objects.visible_to(request.user).filter(coach=request.user)
    visit = get_object_or_404(visits.select_related("teacher"), pk=pk)
    if not visit.can_be_edited_by(request.user):
        raise PermissionDenied(GONE)
    own = {"is_open": visit.status == Visit.Status.LIVE, "auto_id": f"id_draft-{pk}_%s"}
    form = DraftEndForm(request.POST, user=request.user, **own)
    if not form.is_valid():
        return _show(request, (visit, form))
    if _choose(visit, form.cleaned_data["choice"], timezone.now()):
        messages.success(request, "Saved what becomes of the visit.")
    else:
        messages.error(request, GONE)
    return redirect("coaching:draft_list")


def _choose(visit, choice, now):
    if choice == DraftEndForm.END:
        return actions.end_now(visit, now=now)
    return actions.choose(visit, choice, now=now)


@require_safe
def draft_counts_page(request):
    """How many visits and how much feedback waits and ended, for the system admin: counts, no
    names (permissions R59)."""
    user = request.user
    if not user.is_system_admin:
        raise PermissionDenied
    context = {
        "counts": draft_counts(user.school_system, user.today),
        "policy": user.school_system.get_retention_drafts_display(),
        "trail": [("Settings", reverse("people:system_edit")), ("Not shared", None)],
    }
    return render(request, "coaching/draft_counts.html", context)
