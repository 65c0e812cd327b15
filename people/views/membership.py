from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import render_form
from core.messages import success_with_undo
from people.actions import person as actions
from people.actions.rows import remove_row, save_row
from people.forms.membership import LeaveForm, MembershipForm
from people.forms.rows import is_saved
from people.models import Leave, Membership
from people.views.finding import allow, get_editable, get_person

LAST_ADMIN = "Make somebody else system admin first: this is the last one."


def _trail(person, words):
    people = ("People", reverse("people:person_list"))
    return [people, (person.name, person.get_absolute_url()), (words, None)]


def _get_editable_membership(request, pk):
    rows = Membership.objects.visible_to(request.user).select_related("user", "school")
    return get_editable(request, rows, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_add(request, pk):
    """Another role for a person."""
    person = get_person(request, pk)
    allow(person.can_get_a_role_from(request.user))
    initial = {"starts_on": request.user.today}
    form = MembershipForm(request.POST or None, person=person, user=request.user, initial=initial)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"{person.name} is {form.instance.get_role_display().lower()}.")
        return redirect(person)
    context = {"form": form, "person": person, "trail": _trail(person, "Add a role")}
    return render_form(request, "people/membership_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_edit(request, pk):
    """Dates, school and details of a role."""
    membership = _get_editable_membership(request, pk)
    person, today = membership.user, request.user.today
    form = MembershipForm(
        request.POST or None, instance=membership, person=person, user=request.user
    )
    if form.is_valid() and _is_role_saved(form, membership, today):
        messages.success(request, f"The role of {person.name} was saved.")
        return redirect(person)
    context = {"form": form, "person": person, "trail": _trail(person, "Change the role")}
    return render_form(request, "people/membership_edit.html", context)


def _is_role_saved(form, membership, today):
    try:
        return is_saved(form, actions.save_role, membership, today=today)
    except actions.LastAdminError:
        form.add_error("ends_on", LAST_ADMIN)
        return False


@require_POST
def membership_end(request, pk):
    """End a role today; Undo opens it again."""
    membership = _get_editable_membership(request, pk)
    try:
        actions.end_role(membership, today=request.user.today)
    except actions.LastAdminError:
        messages.error(request, LAST_ADMIN)
        return redirect(membership.user)
    undo = reverse("people:membership_reopen", args=[membership.pk])
    words = f"{membership.user.name} is no longer {membership.get_role_display().lower()}."
    success_with_undo(request, words, undo)
    return redirect(membership.user)


@require_POST
def membership_reopen(request, pk):
    """Take back that a role ended today."""
    membership = _get_editable_membership(request, pk)
    if membership.ends_on is not None and membership.ends_on >= request.user.today:
        membership.reopen()
        messages.success(request, f"The role of {membership.user.name} goes on.")
    else:
        messages.error(request, "This role ended before today. Add it again instead.")
    return redirect(membership.user)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_add(request, pk):
    """Dates on which a role pauses."""
    rows = Membership.objects.visible_to(request.user).select_related("user", "school")
    membership = get_object_or_404(rows, pk=pk)
    allow(membership.user.can_be_administered_by(request.user))
    form = LeaveForm(request.POST or None, membership=membership, user=request.user)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"The leave of {membership.user.name} was saved.")
        return redirect(membership.user)
    return _leave_page(request, form, membership.user, "Add leave")


@require_http_methods(["GET", "HEAD", "POST"])
def leave_edit(request, pk):
    leave = _get_editable_leave(request, pk)
    person = leave.membership.user
    form = LeaveForm(
        request.POST or None, instance=leave, membership=leave.membership, user=request.user
    )
    if form.is_valid() and is_saved(form, save_row, leave):
        messages.success(request, f"The leave of {person.name} was saved.")
        return redirect(person)
    return _leave_page(request, form, person, "Change the leave", leave)


def _leave_page(request, form, person, words, leave=None):
    context = {"form": form, "person": person, "leave": leave, "trail": _trail(person, words)}
    return render_form(request, "people/leave_edit.html", context | {"words": words})


@require_POST
def leave_remove(request, pk):
    """Remove leave entered by mistake."""
    leave = _get_editable_leave(request, pk)
    remove_row(leave)
    messages.success(request, f"The leave of {leave.membership.user.name} was removed.")
    return redirect(leave.membership.user)


def _get_editable_leave(request, pk):
    rows = Leave.objects.visible_to(request.user).select_related("membership__user")
    return get_editable(request, rows, pk)
