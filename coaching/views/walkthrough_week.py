"""The weekly quota of walkthroughs: set by the district, submitted by whoever makes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions import walkthrough_week as actions
from coaching.forms.walkthrough_week import WalkthroughQuotaForm
from coaching.models import WalkthroughQuota, WalkthroughWeek
from coaching.models.walkthrough_week import WEEKS
from coaching.walkthrough_week import walk_week
from core.forms import render_form
from core.messages import success_with_undo

TOO_LATE = "The week before is submitted, or can no longer be: that ends on Monday evening."
NOT_KEPT = "The district's coaching staff and the system admin change this."


@require_http_methods(["GET", "HEAD", "POST"])
def walkthrough_quota(request):
    """How many walkthroughs a week are wanted, for each duty; 404 where no school has the weeks."""
    user = request.user
    if not user.has_feature(WEEKS):
        raise Http404
    if not WalkthroughQuota(school_system_id=user.school_system_id).can_be_edited_by(user):
        raise PermissionDenied(NOT_KEPT)
    quotas = {quota.duty: quota for quota in WalkthroughQuota.objects.visible_to(user)}
    data = request.POST if request.method == "POST" else None
    form = WalkthroughQuotaForm(data, user=user, quotas=quotas)
    if form.is_valid():
        actions.set_quotas(form.quotas())
        messages.success(request, "Walkthroughs a week are saved.")
        return redirect("coaching:walkthrough_form_list")
    home = ("Walkthrough forms", reverse("coaching:walkthrough_form_list"))
    context = {"form": form, "trail": [home, ("Walkthroughs a week", None)]}
    return render_form(request, "coaching/walkthrough_quota.html", context)


@require_POST
def walkthrough_week_submit(request):
    """One tap: the week is submitted with what was made by now; on Monday also the one before."""
    week = walk_week(request.user)
    if week is None:
        raise Http404
    if "before" in request.POST:
        if not week.can_be_made_up:
            messages.error(request, TOO_LATE)
            return redirect("coaching:walkthrough_list")
        week = week.before
    row = actions.submit_week(week, by=request.user, now=timezone.now())
    undo = reverse("coaching:walkthrough_week_undo", args=[row.pk])
    words = f"Week submitted: {week.made} of {week.wanted.number} walkthroughs."
    success_with_undo(request, words, undo)
    return redirect("coaching:walkthrough_list")


@require_POST
def walkthrough_week_undo(request, pk):
    """The week is open again."""
    week = get_object_or_404(WalkthroughWeek.objects.visible_to(request.user), pk=pk)
    actions.take_week_back(week)
    messages.success(request, "The week is open again.")
    return redirect("coaching:walkthrough_list")
