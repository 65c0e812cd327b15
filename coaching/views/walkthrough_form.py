"""The forms that walkthroughs are made with: read by all, kept by district staff and admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import walkthrough_form as actions
from coaching.forms.walkthrough_form import WalkthroughFormForm
from coaching.models import BankLookFor, WalkthroughForm
from coaching.models.walkthrough_week import WEEKS
from core.forms import render_form
from people.forms.rows import is_saved

NOT_KEPT = "The district's coaching staff and the system admin change this."
BEGUN = "This form has begun. Another form takes its place; walkthroughs made with it keep it."


def _trail(*pages):
    last = [(page, None) for page in pages]
    forms = ("Walkthrough forms", reverse("coaching:walkthrough_form_list") if pages else None)
    return [("Rubric", reverse("coaching:rubric")), forms, *last]


@require_safe
def walkthrough_form_list(request):
    """The form in force with its look-fors, the ones to come, and those before."""
    user = request.user
    forms = list(WalkthroughForm.objects.visible_to(user))
    bank = BankLookFor.objects.visible_to(user).select_related("indicator")
    bank = bank.in_bulk({pk for form in forms for pk in form.look_fors})
    for form in forms:
        form.listed = [bank[pk] for pk in form.look_fors if pk in bank]
        form.is_coming = not form.is_begun(user.today)
        form.is_over = form.ends_on is not None and form.ends_on <= user.today
    context = {
        "forms": forms,
        "can_edit": _is_keeper(user),
        "has_weeks": user.has_feature(WEEKS),
        "trail": _trail(),
    }
    return render(request, "coaching/walkthrough_form_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def walkthrough_form_add(request):
    """A form that takes the place of the one in force; it begins with that one's look-fors."""
    user = request.user
    if not _is_keeper(user):
        raise PermissionDenied(NOT_KEPT)
    initial = {} if request.method == "POST" else _as_before(user)
    form = WalkthroughFormForm(request.POST or None, initial=initial, user=user)
    if form.is_valid() and is_saved(form, actions.put_in_force, form.instance):
        messages.success(request, "The new walkthrough form is kept.")
        return redirect("coaching:walkthrough_form_list")
    context = {"form": form, "trail": _trail("New form")}
    return render_form(request, "coaching/walkthrough_form_add.html", context)


@require_POST
def walkthrough_form_remove(request, pk):
    """Call off a form that has not begun."""
    form = get_object_or_404(WalkthroughForm.objects.visible_to(request.user), pk=pk)
    if not form.can_be_edited_by(request.user):
        raise PermissionDenied(NOT_KEPT)
    if form.is_begun(request.user.today):
        raise PermissionDenied(BEGUN)
    actions.call_off(form)
    messages.success(request, "The form is called off. The one before it goes on.")
    return redirect("coaching:walkthrough_form_list")


def _as_before(user):
    """A new form begins with the look-fors of the newest, today."""
    newest = WalkthroughForm.objects.visible_to(user).first()
    look_fors = [str(pk) for pk in newest.look_fors] if newest else []
    return {"look_fors": look_fors, "starts_on": user.today}


def _is_keeper(user):
    return WalkthroughForm(school_system_id=user.school_system_id).can_be_edited_by(user)
