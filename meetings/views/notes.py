"""Shared notes of the five parts: one person writes in a part at a time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import autosave
from core.dates import clock
from core.forms import render_form
from meetings.actions import notes as actions
from meetings.forms.notes import NotesForm
from meetings.impact import carry_over
from meetings.models import Section
from meetings.views.meeting import get_meeting, page_of_sections, sections_of, trail_of
from people.views.finding import get_editable


def _sections(request):
    rows = Section.objects.visible_to(request.user)
    return rows.select_related(
        "meeting__team__school_system", "meeting__team__school", "held_by", "notes_by"
    )


def writes_since(section):
    """Who is writing in this part, and since when."""
    return f"{section.held_by.name} is writing here since {clock(section.held_since)}"


@require_POST
def section_hold(request, pk):
    """Begin to write in a part, where nobody else does."""
    section = get_editable(request, _sections(request), pk)
    try:
        actions.take_hold(section, by=request.user, now=timezone.now())
    except actions.HeldByOther as other:
        words = f"{writes_since(other.section)}. It is free two minutes after they stop."
        messages.warning(request, words)
        return redirect(f"{section.meeting.get_absolute_url()}#{section.part}")
    return redirect("meetings:section_notes", pk=section.pk)


@require_POST
def section_leave(request, pk):
    """Stop writing: the part is free at once."""
    section = get_editable(request, _sections(request), pk)
    actions.let_go(section, by=request.user)
    if request.headers.get("X-Background"):
        return HttpResponse(status=204)
    return redirect(f"{section.meeting.get_absolute_url()}#{section.part}")


@require_http_methods(["GET", "HEAD", "POST"])
def section_notes(request, pk):
    """The notes of one part, to write in: each pause saves; without JavaScript the button does."""
    section = get_editable(request, _sections(request), pk)
    form = NotesForm.of(section, request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _save(request, section, form.cleaned_data["notes"], form.was())
        except autosave.Conflict as conflict:
            form.start_from(conflict.theirs)
            return _page(request, section, form, conflict=conflict)
        actions.let_go(section, by=request.user)
        messages.success(request, "The notes are saved.")
        return redirect(f"{section.meeting.get_absolute_url()}#{section.part}")
    return _page(request, section, form)


def _save(request, section, text, was):
    now = timezone.now()
    return actions.save_notes(section, text, was, by=request.user, now=now)


def _page(request, section, form, conflict=None):
    context = {
        "section": section,
        "meeting": section.meeting,
        "form": form,
        "taken": section.is_held_against(request.user, timezone.now()),
        "conflict": conflict,
        "trail": trail_of(section.meeting, (section.get_part_display(), None)),
    }
    if conflict:
        return render(request, "meetings/section_notes.html", context, status=409)
    return render_form(request, "meetings/section_notes.html", context)


@require_POST
def section_save(request, pk):
    """Autosave of the notes of one part."""
    section = get_editable(request, _sections(request), pk)
    change = autosave.read(request)
    if change.field != "notes":
        raise Http404
    try:
        text = NotesForm.of(section, request.user).fields["notes"].clean(change.value)
        stored = _save(request, section, text, change.was)
    except ValidationError as error:
        return autosave.refused(error)
    except autosave.Conflict as conflict:
        return autosave.conflict(conflict)
    return autosave.saved(stored, now=timezone.now())


@require_safe
def section_revisions(request, pk):
    """The notes of a part as they were before: all that was ever replaced."""
    section = get_object_or_404(_sections(request), pk=pk)
    context = {
        "section": section,
        "revisions": section.revisions.select_related("written_by"),
        "trail": trail_of(section.meeting, (f"Earlier notes: {section}", None)),
    }
    return render(request, "meetings/section_revisions.html", context)


@require_safe
def meeting_parts(request, pk):
    """The five parts, for the page that renews them; 204 while nothing has changed."""
    meeting = get_meeting(request, pk)
    sections = sections_of(meeting, request.user)
    context = page_of_sections(meeting, sections, request.user, timezone.now())
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    context["impact"] = carry_over(meeting)
    return render(request, "meetings/_parts.html", context)
