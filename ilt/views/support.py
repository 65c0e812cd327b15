"""Principal support: who of the system's leadership team stands by which school."""

import itertools

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goals.models.reading import reads_teams_data
from ilt.forms.support import SupportForm, SupportNoteForm
from ilt.models import PrincipalSupport, SupportNote
from ilt.views.saving import find_pages, form_page, is_written, teams_trail
from people.models import School
from people.views.finding import allow, get_editable

KEEPERS = "The system’s leadership team deals out its schools."
BETWEEN = "Notes are between the member and the school’s principals."
BOTH = ["GET", "HEAD", "POST"]


def _trail(*entries):
    return teams_trail(("Principal support", reverse("ilt:support_list")), *entries)


def _supports(request):
    rows = PrincipalSupport.objects.visible_to(request.user)
    return rows.select_related("member", "school")


@require_safe
def support_list(request):
    """By member and by school; the schools without anyone, for whoever deals them out."""
    user = request.user
    find_pages(user, reads_teams_data)
    rows = list(_supports(request).active(user.today))
    by_member = sorted(rows, key=lambda row: (row.member.name, row.member_id))
    context = {
        "supports": rows,
        "members": [
            (member, list(few))
            for member, few in itertools.groupby(by_member, key=lambda row: row.member)
        ],
        "alone": _schools_alone(user),
        "can_add": user.is_in_system_ilt,
        "trail": teams_trail(("Principal support", None)),
    }
    return render(request, "ilt/support_list.html", context)


def _schools_alone(user):
    """Schools without anybody today."""
    held = PrincipalSupport.objects.visible_to(user).active(user.today)
    schools = School.objects.visible_to(user).filter(~Exists(held.filter(school=OuterRef("pk"))))
    central = user.is_in_system_ilt or user.is_district_staff or user.is_custodian
    return schools if central else schools.filter(pk__in=user.led_school_ids | user.ilt_school_ids)


@require_http_methods(BOTH)
def support_add(request):
    user = request.user
    find_pages(user, reads_teams_data)
    allow(user.is_in_system_ilt, KEEPERS)
    form = SupportForm(request.POST or None, user=user, initial={"starts_on": user.today})
    return _page(request, form, "Assign a school")


@require_http_methods(BOTH)
def support_edit(request, pk):
    """Its dates; an end date ends it."""
    row = get_editable(request, _supports(request), pk)
    form = SupportForm(request.POST or None, instance=row, user=request.user)
    return _page(request, form, "Change the dates", lead=str(row))


def _page(request, form, heading, **more):
    if form.is_valid() and is_written(form):
        messages.success(request, "Saved.")
        return redirect("ilt:support_list")
    return form_page(request, form, heading, _trail((heading, None)), **more)


@require_safe
def support_detail(request, pk):
    """One assignment; its notes for the two alone."""
    user = request.user
    row = get_object_or_404(_supports(request), pk=pk)
    notes = SupportNote.objects.visible_to(user).filter(support=row).select_related("author")
    context = {
        "row": row,
        "notes": notes,
        "is_between": row.is_between(user),
        "can_edit": row.can_be_edited_by(user),
        "readers": (row.member.name, "the school’s principals"),
        "trail": _trail((str(row), None)),
    }
    return render(request, "ilt/support_detail.html", context)


@require_http_methods(BOTH)
def support_note(request, pk):
    """A note from one of the two to the other."""
    row = get_object_or_404(_supports(request), pk=pk)
    allow(row.is_between(request.user), BETWEEN)
    note = SupportNote(support=row, author=request.user)
    form = SupportNoteForm(request.POST or None, instance=note, user=request.user)
    if form.is_valid() and is_written(form):
        messages.success(request, "Note added.")
        return redirect(row)
    crumbs = _trail((str(row), row.get_absolute_url()), ("Add a note", None))
    return form_page(request, form, "Add a note", crumbs)
