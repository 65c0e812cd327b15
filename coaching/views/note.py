"""Reading evidence notes through after a visit: tag, change, leave out, add, compare."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching import live
from coaching.actions import sharing
from coaching.actions import visit as actions
from coaching.forms.once import row_id
from coaching.forms.visit import NoteForm, TagForm
from coaching.models import EvidenceNote, TalkCount, Visit
from coaching.readers import who_can_read
from coaching.talk import talk_lines
from coaching.views.visit import NOT_YOURS, get_editable_visit, trail_of
from core.forms import render_form
from core.messages import success_with_undo

IS_SHARED = "The teacher has seen this note, so it stays as it is. Write another one afterwards."


@require_safe
def visit_review(request, pk):
    """All notes of a visit with their times, to tag and put right before sharing."""
    visit = get_editable_visit(request, pk)
    if visit.started_at is None:
        return redirect(visit)
    return _review(request, visit, NoteForm(user=request.user))


def _review(request, visit, form, tag_form=None):
    notes = EvidenceNote.objects.visible_to(request.user).filter(visit=visit, author=request.user)
    every = list(notes.with_evidence())
    untagged = [note for note in every if not note.tag_list]
    is_filtered = request.GET.get("show") == "untagged"
    context = {
        "visit": visit,
        "notes": untagged if is_filtered else every,
        "note_count": len(every),
        "untagged_count": len(untagged),
        "is_filtered": is_filtered,
        "things": _things(request.user, visit),
        "talk": talk_lines(visit, TalkCount.objects.visible_to(request.user)),
        "data": live.sender_data(visit, request.user),
        "form": form,
        "row_id": row_id(request),
        "tag_form": tag_form,
        "readers": who_can_read(visit),
        "trail": trail_of(visit, request.user, "Review"),
    }
    return render_form(request, "coaching/visit_review.html", context)


def _things(user, visit):
    groups = user.school_system.priority_group_list
    return live.things(visit, user, live.look_fors(visit, user), groups)


def _get_editable_note(request, pk):
    """One query where the person may change it; the second tells 404 from 403."""
    notes = EvidenceNote.objects.visible_to(request.user).with_evidence()
    notes = notes.select_related("visit__teacher", "visit__coach").filter(pk=pk)
    editable = Visit.objects.visible_to(request.user).editable_by(request.user)
    note = notes.filter(author=request.user, visit__in=editable).first()
    if note is None:
        get_object_or_404(notes)
        raise PermissionDenied(NOT_YOURS)
    return note


def _review_of(note):
    return redirect(f"{reverse('coaching:visit_review', args=[note.visit_id])}#note-{note.pk}")


@require_POST
def note_add(request, pk):
    """A note written afterwards, or without JavaScript."""
    visit = get_editable_visit(request, pk)
    form = NoteForm(request.POST, user=request.user)
    if not form.is_valid():
        return _review(request, visit, form)
    text, now = form.cleaned_data["text"], timezone.now()
    try:
        actions.add_note(visit, pk=row_id(request), text=text, by=request.user, now=now)
    except ValidationError as error:
        form.add_error("text", error)
        return _review(request, visit, form)
    late = " The teacher does not see it: it came after sharing." if visit.shared_at else ""
    messages.success(request, f"Note added.{late}")
    return redirect("coaching:visit_review", pk=visit.pk)


@require_POST
def note_tag(request, pk):
    """Tag the selected notes with one thing, all at once."""
    visit = get_editable_visit(request, pk)
    things = _things(request.user, visit)
    form = TagForm(request.POST, user=request.user, visit=visit, things=things)
    if not form.is_valid():
        return _review(request, visit, NoteForm(user=request.user), form)
    notes = list(form.cleaned_data["notes"])
    thing, now = form.chosen(things), timezone.now()
    try:
        actions.tag_notes(notes, thing, is_added=True, by=request.user, now=now)
    except ValidationError as error:
        form.add_error(None, error)
        return _review(request, visit, NoteForm(user=request.user), form)
    count = f"{len(notes)} note{'s' if len(notes) != 1 else ''}"
    messages.success(request, f"{count} tagged.")
    return redirect("coaching:visit_review", pk=visit.pk)


@require_POST
def note_untag(request, pk):
    """Take one tag off one note."""
    note = _get_editable_note(request, pk)
    tag = next((tag for tag in note.tag_list if tag["id"] == request.POST.get("tag")), None)
    if note.is_shown:
        raise PermissionDenied(IS_SHARED)
    if tag:
        thing = {name: tag[name] for name in live.FIELDS if tag[name]}
        actions.tag_notes([note], thing, is_added=False, by=request.user, now=timezone.now())
        messages.success(request, f"Tag {tag['name']} taken off.")
    return _review_of(note)


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request, pk):
    """Change one note; what it said before stays. Changed meanwhile: both texts, 409."""
    note = _get_editable_note(request, pk)
    if note.is_shown:
        raise PermissionDenied(IS_SHARED)
    form = NoteForm(
        request.POST or None, initial={"text": note.text, "rev": note.rev}, user=request.user
    )
    context = {"form": form, "note": note}
    context["trail"] = [*trail_of(note.visit, request.user, "Change a note")]
    if not form.is_valid():
        return render_form(request, "coaching/note_edit.html", context)
    is_saved = actions.edit_note(
        note,
        text=form.cleaned_data["text"],
        base_rev=form.cleaned_data["rev"] or 0,
        by=request.user,
        now=timezone.now(),
    )
    if is_saved:
        messages.success(request, "Note changed.")
    else:
        messages.warning(request, "This note was changed meanwhile. Both texts are kept: compare.")
    return _review_of(note)


@require_POST
def note_leave_out(request, pk):
    """Keep a note out of what the teacher will see, or put it back (`is_left_out` on or off)."""
    note = _get_editable_note(request, pk)
    is_left_out = request.POST.get("is_left_out") == "on"
    if not actions.leave_out(note, is_left_out=is_left_out):
        raise PermissionDenied(IS_SHARED)
    messages.success(
        request,
        "Note left out: the teacher will not see it."
        if is_left_out
        else "Note put back: the teacher will see it.",
    )
    return _review_of(note)


@require_POST
def note_late(request, pk):
    """A note that came after sharing: show it to the teacher, or keep it (`choice`)."""
    note = _get_editable_note(request, pk)
    choice = request.POST.get("choice")
    if choice == "show" and sharing.show_late_note(note, now=timezone.now()):
        messages.success(request, f"{note.visit.teacher.name} sees this note now.")
    elif choice == "keep" and sharing.keep_late_note(note):
        messages.success(request, "Kept for yourself. You can still show it later.")
    return _review_of(note)


@require_POST
def note_delete(request, pk):
    """Delete a note, with *Undo*."""
    note = _get_editable_note(request, pk)
    if note.is_shown:
        raise PermissionDenied(IS_SHARED)
    actions.delete_note(note, by=request.user, now=timezone.now())
    undo = reverse("coaching:note_restore", args=[note.visit_id, note.pk])
    success_with_undo(request, "Note deleted.", undo)
    return redirect("coaching:visit_review", pk=note.visit_id)


@require_POST
def note_restore(request, pk, note):
    """Bring a deleted note back."""
    visit = get_editable_visit(request, pk)
    row = get_object_or_404(visit.notes.filter(author=request.user), pk=note)
    actions.restore_note(row, by=request.user, now=timezone.now())
    messages.success(request, "Note is back.")
    return _review_of(row)


@require_POST
def note_settle(request, pk):
    """Two texts of one note: keep the first, take the other, or keep both."""
    note = _get_editable_note(request, pk)
    choice = request.POST.get("choice")
    found = {one["id"] for one in note.open_conflicts} & {request.POST.get("revision")}
    if choice in ("mine", "other", "both") and not (choice == "other" and note.is_shown):
        for revision in found:
            now = timezone.now()
            actions.settle(note, revision, choice=choice, by=request.user, now=now)
            messages.success(request, "Settled. The note keeps its history.")
    return _review_of(note)
