from django.contrib import messages
from django.db.models import Count, ProtectedError, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.calendar import remove_school
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.forms.system import SchoolForm, SystemForm
from people.models import Membership, School, SchoolSystem
from people.models.membership import during
from people.views.finding import allow, get_editable

Role = Membership.Role


@require_http_methods(["GET", "HEAD", "POST"])
def system_edit(request):
    """The policies of the own school system: changed by its admin, read by district staff."""
    user = request.user
    system = get_object_or_404(SchoolSystem.objects.visible_to(user), pk=user.school_system_id)
    can_edit = system.can_be_edited_by(user)
    allow(can_edit or (user.is_district_staff and request.method != "POST"))
    form = SystemForm(request.POST or None, instance=system, user=user)
    if form.is_valid():
        save_row(system)
        messages.success(request, "The settings were saved.")
        return redirect("people:system_edit")
    if not can_edit:
        for field in form.fields.values():
            field.disabled = True
    context = {"form": form, "can_edit": can_edit, "trail": [("Settings", None)]}
    return render_form(request, "people/system_edit.html", context)


@require_POST
def get_started_hide(request):
    """Put the checklist away for good."""
    request.user.hide_get_started(timezone.now())
    return redirect("people:person_list")


def _trail(*entries):
    return [("Schools", reverse("people:school_list")), *entries]


@require_safe
def school_list(request):
    """The schools of the system, with how many people work there today."""
    user = request.user
    today = user.today
    here = during(today, "memberships__starts_on", "memberships__ends_on")
    people = {
        role: Count("memberships__user", here & Q(memberships__role=role), distinct=True)
        for role in (Role.TEACHER, Role.COACH)
    }
    schools = School.objects.visible_to(user).annotate(
        teachers=people[Role.TEACHER], coaches=people[Role.COACH]
    )
    context = {"schools": schools, "is_admin": user.is_system_admin}
    return render(request, "people/school_list.html", context)


@require_safe
def school_detail(request, pk):
    """One school and the people who work there."""
    user = request.user
    school = get_object_or_404(School.objects.visible_to(user), pk=pk)
    held = Membership.objects.visible_to(user).active(user.today).filter(school=school)
    held = held.filter(user__is_active=True).select_related("user")
    context = {
        "school": school,
        "memberships": held.order_by("role", "user__name"),
        "can_edit": school.can_be_edited_by(user),
        "is_admin": user.is_system_admin,
        "trail": _trail((school.name, None)),
    }
    return render(request, "people/school_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def school_add(request):
    user = request.user
    allow(user.is_system_admin)
    form = SchoolForm(request.POST or None, user=user)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"{form.instance.name} was added.")
        return redirect("people:school_list")
    context = {"form": form, "words": "Add a school", "trail": _trail(("Add a school", None))}
    return render_form(request, "people/school_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request, pk):
    school = get_editable(request, School.objects.visible_to(request.user), pk)
    trail = _trail((school.name, school.get_absolute_url()), ("Change", None))
    form = SchoolForm(request.POST or None, instance=school, user=request.user)
    if form.is_valid() and is_saved(form, save_row, school):
        messages.success(request, f"{school.name} was saved.")
        return redirect(school)
    context = {"form": form, "words": "Change the school", "trail": trail}
    return render_form(request, "people/school_edit.html", context)


@require_POST
def school_remove(request, pk):
    """Remove a school entered by mistake, while nobody belongs to it."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    allow(request.user.is_system_admin)
    try:
        remove_school(school)
    except ProtectedError:
        messages.error(request, f"{school.name} stays: people or records belong to it.")
        return redirect(school)
    messages.success(request, f"{school.name} was removed.")
    return redirect("people:school_list")
