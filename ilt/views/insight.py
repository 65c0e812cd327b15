"""Insight notes from teacher leaders upwards, and the page of teacher leaders."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goals.models.reading import reads_data, reads_teams_data
from ilt.forms.insight import InsightAnswerForm, InsightForm, TeacherLeaderForm
from ilt.models import Insight, TeacherLeader
from ilt.views.saving import find_pages, form_page, is_written, teams_trail
from people.models import Membership
from people.views.finding import allow, get_editable, page_of

ANSWERERS = "The school’s leaders and the leadership teams answer."
KEEPERS = "Teacher leaders are kept by the school’s principals and district staff."
WRITERS = (Membership.Role.TEACHER_LEADER, Membership.Role.COACH)
READERS = (
    "you who wrote it",
    "the school’s principals and leadership team",
    "coaches at the school",
    "the system’s leadership team",
    "district coaching staff",
    "the personnel custodian",
)
BOTH = ["GET", "HEAD", "POST"]


def _schools_to_tell(user):
    """Schools whose leaders this person tells what they see: where they lead teachers."""
    parts = TeacherLeader.objects.visible_to(user).active(user.today).filter(user=user)
    schools = {m.school_id for m in user.current_memberships if m.role in WRITERS}
    return (schools | set(parts.values_list("school", flat=True))) - {None}


def _insight_trail(*entries):
    return teams_trail(("Insight notes", reverse("ilt:insight_list")), *entries)


@require_safe
def insight_list(request):
    """What one may read, newest first: the own notes, and those one leads over."""
    user = request.user
    can_write = bool(_schools_to_tell(user))
    if not can_write and not reads_data(user):
        raise Http404
    notes = Insight.objects.visible_to(user).select_related("school", "author", "seen_by")
    page = page_of(request, notes)
    for note in page:
        note.can_answer = note.can_be_answered_by(user)
    context = {
        "page": page,
        "can_write": can_write,
        "readers": READERS,
        "trail": teams_trail(("Insight notes", None)),
    }
    return render(request, "ilt/insight_list.html", context)


@require_http_methods(BOTH)
def insight_add(request):
    """A note of a teacher leader to the school's leadership and the district."""
    user = request.user
    schools = _schools_to_tell(user)
    if not schools:
        raise Http404
    row = Insight(author=user)
    form = InsightForm(request.POST or None, instance=row, user=user, schools=schools)
    if form.is_valid() and is_written(form):
        messages.success(request, "Your note is with the school’s leadership and the district.")
        return redirect("ilt:insight_list")
    crumbs = _insight_trail(("Write a note", None))
    return form_page(request, form, "Write an insight note", crumbs)


@require_http_methods(BOTH)
def insight_answer(request, pk):
    """Say that it was seen, or answer."""
    row = get_object_or_404(Insight.objects.visible_to(request.user), pk=pk)
    allow(row.can_be_answered_by(request.user), ANSWERERS)
    row.seen_by, row.seen_at = request.user, timezone.now()
    data = request.POST if request.method == "POST" else None
    form = InsightAnswerForm(data, instance=row, user=request.user)
    if form.is_valid() and is_written(form):
        messages.success(request, "Saved: its author sees that you have seen it.")
        return redirect("ilt:insight_list")
    crumbs = _insight_trail(("Answer", None))
    return form_page(request, form, "Answer the note", crumbs, lead=row.text)


def _leaders_trail(*entries):
    return teams_trail(("Teacher leaders", reverse("ilt:leader_list")), *entries)


@require_safe
def leader_list(request):
    """Who leads teachers where, for whom, with how much time."""
    user = request.user
    leaders = TeacherLeader.objects.visible_to(user).select_related("user", "school")
    page = page_of(request, leaders.active(user.today))
    if not page.object_list and not reads_teams_data(user):
        raise Http404
    for row in page:
        row.can_edit = row.can_be_edited_by(user)
    context = {
        "page": page,
        "can_add": user.is_district_staff or bool(user.led_school_ids),
        "trail": teams_trail(("Teacher leaders", None)),
    }
    return render(request, "ilt/leader_list.html", context)


@require_http_methods(BOTH)
def leader_add(request):
    user = request.user
    find_pages(user, reads_teams_data)
    allow(user.is_district_staff or user.led_school_ids, KEEPERS)
    initial = {"starts_on": user.today}
    led = user.led_school_ids
    if len(led) == 1:
        initial["school"] = next(iter(led))
    form = TeacherLeaderForm(request.POST or None, user=user, initial=initial)
    return _leader_page(request, form, "Name a teacher leader")


@require_http_methods(BOTH)
def leader_edit(request, pk):
    """Part, group, time and dates; an end date ends it."""
    rows = TeacherLeader.objects.visible_to(request.user).select_related("user")
    row = get_editable(request, rows, pk)
    form = TeacherLeaderForm(request.POST or None, instance=row, user=request.user)
    return _leader_page(request, form, "Change a teacher leader", lead=row.user.name)


def _leader_page(request, form, heading, **more):
    if form.is_valid() and is_written(form):
        messages.success(request, "Saved.")
        return redirect("ilt:leader_list")
    return form_page(request, form, heading, _leaders_trail((heading, None)), **more)
