"""The feedback meeting: written by the coach, checked, shared, read and answered by the teacher."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import feedback as actions
from coaching.actions import sharing
from coaching.focus import off_focus
from coaching.forms.feedback import FeedbackForm, ReplyForm
from coaching.models import EvidenceNote, FeedbackMeeting, QuotedNote, Visit
from coaching.models.feedback_template import shape_columns
from coaching.models.focus import open_focus
from coaching.models.leaders import cannot_have_plan, has_hidden_plan
from coaching.models.step import look_for_rows
from coaching.readers import who_can_read
from coaching.shown import Shown, goes_along, notes_with_quotes
from core import autosave
from core.forms import render_form
from people.models import EvaluatorAssignment
from people.models.vision import phases_of

END_FIRST = "End the visit first: the feedback meeting comes after it."
NOTHING_WRITTEN = "Nothing is written yet. Write the precise praise and the action step first."
SHORT_PARTS = [("praise", "Praise"), ("probe", "Questions"), ("goal", "Goal")]
ALSO_EVALUATES = "Your coach also informs your evaluation."


def _get_visit(request, pk):
    """A visit whose feedback this person writes: the coach's own, ended."""
    visits = Visit.objects.visible_to(request.user).select_related(
        "teacher__school_system",
        "coach",
        "school",
        "feedback__step__plan",
        "feedback__step__indicator",
        "feedback__area_of_need",
        "feedback_end",
    )
    visits = visits.annotate(
        look_for_rows=look_for_rows("feedback__step"),
        focus=open_focus(),
        plan_is_hidden=has_hidden_plan("feedback__step__plan"),
        **shape_columns(request.user),
    )
    visits = visits.filter(pk=pk)
    visit = visits.editable_by(request.user).first()
    if visit is None:
        get_object_or_404(visits)
        raise PermissionDenied
    if visit.ended_at is None:
        raise PermissionDenied(END_FIRST)
    if hasattr(visit, "feedback"):
        visit.feedback.teacher, visit.feedback.coach = visit.teacher, visit.coach
        visit.feedback.visit = visit
    return visit


def _get_meeting(request, pk):
    """A meeting to be read, with whether its coach also informs the teacher's evaluation."""
    informs = EvaluatorAssignment.objects.visible_to(request.user).active(request.user.today)
    informs = informs.filter(teacher=OuterRef("teacher"), evaluator=OuterRef("coach"))
    return _find_meeting(request, pk, coach_informs_evaluation=Exists(informs))


def _find_meeting(request, pk, **annotations):
    meetings = FeedbackMeeting.objects.visible_to(request.user).annotate(
        look_for_rows=look_for_rows("step"),
        focus=open_focus(),
        plans_are_off=cannot_have_plan(request.user.today),
        **annotations,
    )
    meeting = get_object_or_404(
        meetings.select_related(
            "visit__school_system",
            "visit__school",
            "teacher__school_system",
            "coach",
            "step__indicator",
            "area_of_need",
            "response",
        ),
        pk=pk,
    )
    meeting.visit.teacher, meeting.visit.focus = meeting.teacher, meeting.focus
    return meeting


def _get_editable_meeting(request, pk):
    meeting = _find_meeting(request, pk)
    if not meeting.can_be_edited_by(request.user):
        raise PermissionDenied
    return meeting


# --- writing ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_edit(request, pk):
    """The six parts on one screen, the evidence beside them."""
    visit = _get_visit(request, pk)
    data = request.POST if request.method == "POST" else None
    form = FeedbackForm(data, user=request.user, visit=visit)
    if not form.is_valid():
        return render_form(request, "coaching/feedback_edit.html", _edit_context(visit, form))
    try:
        return _save(request, visit, form)
    except actions.Conflicts as conflicts:
        form.start_from(conflicts.theirs)
        context = _edit_context(visit, form, conflicts.theirs)
        return render(request, "coaching/feedback_edit.html", context, status=409)


def _save(request, visit, form):
    """Write what was posted as a whole, and go on to where it is checked, or read."""
    was, now = form.was(), timezone.now()
    if form.is_shared:
        if sharing.change_feedback(form.meeting, form.cleaned_data, was, now=now):
            told = f"This is version {form.meeting.version + 1}. {visit.teacher.name} is told."
            messages.success(request, told)
        return redirect(form.meeting)
    meeting = actions.save_parts(visit, form.cleaned_data, was, by=request.user, now=now)
    if meeting is None:
        messages.warning(request, NOTHING_WRITTEN)
        return redirect("coaching:feedback_edit", visit.pk)
    if "stay" in request.POST:
        messages.success(request, "Feedback saved.")
        return redirect("coaching:feedback_edit", visit.pk)
    return redirect("coaching:feedback_check", meeting.pk)


def _edit_context(visit, form, theirs=None):
    notes = list(notes_with_quotes(visit, form.meeting))
    conflicts = [(form[name], form.in_words(name, text)) for name, text in (theirs or {}).items()]
    return {
        "visit": visit,
        "meeting": form.meeting,
        "form": form,
        "notes": notes,
        "quotes": {
            part: [note for note in notes if part in note.quoted_in and goes_along(note)]
            for part in QuotedNote.Part.values
        },
        "parts": [part for part in SHORT_PARTS if part[0] in form.fields],
        "phases": phases_of(visit.phases or ""),
        "conflicts": conflicts,
        "off_focus": _off_focus(visit, form.meeting),
        "readers": who_can_read(form.meeting) if form.meeting else [visit.coach.name],
        "has_errors": bool(conflicts),
        "trail": _trail(visit, "Feedback meeting"),
    }


def _off_focus(visit, meeting):
    """The indicator by which the feedback leaves the teacher's open refinement area, if any."""
    if meeting is None:
        return None
    aimed_at = [meeting.step and meeting.step.indicator, meeting.area_of_need]
    return off_focus(visit.focus, aimed_at)


@require_safe
def feedback_focus(request, pk):
    """Whether what is stored now is aimed at the open refinement area: a part of the page."""
    visit = _get_visit(request, pk)
    meeting = getattr(visit, "feedback", None)
    context = {"visit": visit, "off_focus": _off_focus(visit, meeting)}
    return render(request, "coaching/_feedback_focus.html", context)


def _trail(visit, page):
    teacher = reverse("coaching:teacher_detail", args=[visit.teacher_id])
    return [
        ("Caseload", reverse("coaching:caseload")),
        (visit.teacher.name, teacher),
        ("Visit", visit.get_absolute_url()),
        (page, None),
    ]


@require_POST
def feedback_save(request, pk):
    """Autosave of one part of a draft."""
    visit = _get_visit(request, pk)
    form = FeedbackForm(user=request.user, visit=visit)
    change = autosave.read(request)
    if change.field not in form.fields:
        raise Http404
    now = timezone.now()
    try:
        value = form.clean_part(change.field, change.value)
        was = {change.field: change.was}
        actions.save_parts(visit, {change.field: value}, was, by=request.user, now=now)
    except ValidationError as error:
        return autosave.refused(error)
    except actions.Conflicts as conflicts:
        return autosave.conflict(autosave.Conflict(conflicts.theirs[change.field]))
    return autosave.saved(actions.as_posted(value), now=now)


@require_POST
def feedback_quote(request, pk):
    """Quote a note in a part, or take the quotation out: `quote` or `unquote` is "part:note"."""
    visit = _get_visit(request, pk)
    is_quote = "quote" in request.POST
    part, _, note_id = request.POST.get("quote" if is_quote else "unquote", "").partition(":")
    if part not in QuotedNote.Part.values:
        raise Http404
    notes = EvidenceNote.objects.visible_to(request.user).filter(visit=visit, is_left_out=False)
    note = get_object_or_404(notes, pk=_uuid(note_id))
    if is_quote:
        actions.quote_note(visit, note, part, by=request.user)
    else:
        actions.remove_quote(visit, note, part)
    return redirect(f"{reverse('coaching:feedback_edit', args=[visit.pk])}#evidence")


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


# --- sharing ----------------------------------------------------------------------------------


@require_safe
def feedback_check(request, pk):
    """Exactly what the teacher will see, and what is missing."""
    meeting = _get_editable_meeting(request, pk)
    if meeting.shared_at:
        return redirect(meeting)
    return render(request, "coaching/feedback_check.html", _check_context(meeting))


def _check_context(meeting, *, is_stale=False):
    shown = Shown.of(meeting)
    return {
        "meeting": meeting,
        "visit": meeting.visit,
        "shown": shown,
        "left_out": shown.left_out,
        "off_focus": _off_focus(meeting.visit, meeting),
        "readers": who_can_read(meeting),
        "is_stale": is_stale,
        "has_errors": is_stale,
        "trail": _trail(meeting.visit, "Check before sharing"),
    }


@require_POST
def feedback_share(request, pk):
    """Share what was checked; where it has changed since, show it again first."""
    meeting = _get_editable_meeting(request, pk)
    checked = request.POST.get("checked", "")
    try:
        sharing.share_feedback(meeting, checked=checked, by=request.user, now=timezone.now())
    except sharing.NotReady:
        return render(request, "coaching/feedback_check.html", _check_context(meeting), status=422)
    except sharing.ChangedSince:
        context = _check_context(_get_editable_meeting(request, pk), is_stale=True)
        return render(request, "coaching/feedback_check.html", context, status=409)
    messages.success(request, f"Shared with {meeting.teacher.name}, who is told now.")
    return redirect(meeting)


@require_POST
def feedback_take_back(request, pk):
    """Within 15 minutes, while it is unread."""
    meeting = _get_editable_meeting(request, pk)
    sharing.take_back_feedback(meeting, by=request.user, now=timezone.now())
    messages.success(request, "Taken back. It is your draft again.")
    return redirect("coaching:feedback_edit", meeting.visit_id)


# --- reading ----------------------------------------------------------------------------------


@require_safe
def feedback_detail(request, pk):
    """The feedback as it was shared. The teacher's first reading is stamped, and says so."""
    meeting = _get_meeting(request, pk)
    if meeting.shared_at is None:
        return redirect("coaching:feedback_edit", meeting.visit_id)
    now = timezone.now()
    if meeting.teacher_id == request.user.pk:
        meeting.mark_read(now)
    form = _reply_form(request, meeting, now)
    return render(request, "coaching/feedback_detail.html", _context(request, meeting, form, now))


def _reply_form(request, meeting, now, data=None):
    """The reply's form, for the teacher, as long as it may be written or changed."""
    if not meeting.can_be_answered_by(request.user):
        return None
    response = getattr(meeting, "response", None)
    if response and not response.is_open_for_changes(now):
        return None
    return ReplyForm(data, user=request.user, initial={"text": response.text if response else ""})


def _context(request, meeting, form, now):
    is_subject = meeting.teacher_id == request.user.pk
    coach_page = reverse("coaching:teacher_detail", args=[meeting.teacher_id])
    home = ("My coaching", reverse("coaching:my_coaching"))
    return {
        "meeting": meeting,
        "visit": meeting.visit,
        "shown": Shown.of(meeting),
        "response": getattr(meeting, "response", None),
        "reply_form": form,
        "is_subject": is_subject,
        "can_edit": not is_subject and meeting.can_be_edited_by(request.user),
        "can_take_back": not is_subject and meeting.can_be_taken_back_by(request.user, now),
        "readers": who_can_read(meeting),
        "note": ALSO_EVALUATES if is_subject and meeting.coach_informs_evaluation else "",
        "trail": [home if is_subject else (meeting.teacher.name, coach_page), ("Feedback", None)],
    }


@require_POST
def feedback_reply(request, pk):
    """The teacher answers."""
    meeting = _find_meeting(request, pk)
    if not meeting.can_be_answered_by(request.user):
        raise PermissionDenied
    now = timezone.now()
    form = _reply_form(request, meeting, now, request.POST)
    if form is None:
        raise PermissionDenied(sharing.TOO_LATE_TO_EDIT)
    if form.is_valid():
        text = form.cleaned_data["text"]
        sharing.answer_feedback(meeting, text=text, by=request.user, now=now)
        messages.success(request, f"Your reply is with {meeting.coach.name}.")
        return redirect(meeting)
    context = _context(request, _get_meeting(request, pk), form, now)
    return render_form(request, "coaching/feedback_detail.html", context)


@require_safe
def feedback_versions(request, pk):
    """What the feedback said before it was changed."""
    meeting = _get_meeting(request, pk)
    context = {
        "meeting": meeting,
        "revisions": meeting.revisions.all(),
        "headings": QuotedNote.Part.choices,
        "trail": [("Feedback", meeting.get_absolute_url()), ("Earlier versions", None)],
    }
    return render(request, "coaching/feedback_versions.html", context)
