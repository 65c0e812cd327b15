"""Walkthroughs: choose a teacher, mark the form, share; what the teacher and her readers see."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import walkthrough as actions
from coaching.actions.formal_visit import end_formal_visit
from coaching.actions.sharing import TOO_LATE_TO_EDIT
from coaching.forms.walkthrough import TeacherSearchForm, WalkthroughMarksForm, WalkthroughReplyForm
from coaching.models import Walkthrough, WalkthroughForm
from coaching.readers import who_can_read
from coaching.walkthrough_week import walk_week
from coaching.walkthroughs import longest_ago_first, teachers_for
from core import autosave
from core.forms import render_form
from people.actions.access import record_read
from people.models import CoachAssignment

MOST = 60
RECENT = 20
NO_FORM = "No walkthrough form is in force today. Ask the district's coaching staff to keep one."
IS_SHARED = "This walkthrough is shared with the teacher and stays as it is."
NOT_YOURS = "Only who made this walkthrough changes it."
AT_THE_CONFERENCE = "A formal visit is shared when its post-conference is entered in the round."
KEPT = "Something is marked or written here: share it instead."


def get_walkthrough(request, pk):
    rows = Walkthrough.objects.visible_to(request.user).for_page()
    return get_object_or_404(rows, pk=pk)


def get_editable_walkthrough(request, pk):
    walkthrough = get_walkthrough(request, pk)
    if not walkthrough.can_be_edited_by(request.user):
        is_maker = request.user.pk == walkthrough.coach_id
        raise PermissionDenied(IS_SHARED if is_maker else NOT_YOURS)
    return walkthrough


def trail_of(walkthrough, user, *pages):
    """Where a page about a walkthrough stands, for its maker's school and for the teacher."""
    if user.pk == walkthrough.teacher_id:
        home = ("My coaching", reverse("coaching:my_coaching"))
        return [home, (f"{walkthrough} by {walkthrough.maker.name}", None)]
    name = walkthrough.teacher.name
    home = ("Walkthroughs", reverse("coaching:walkthrough_list"))
    if {"school_leader", "evaluator"}.isdisjoint(user.duties):
        home = (name, reverse("coaching:teacher_detail", args=[walkthrough.teacher_id]))
        return [("Caseload", reverse("coaching:caseload")), home, (str(walkthrough), None)]
    here = (name, walkthrough.get_absolute_url() if pages else None)
    return [home, here, *((page, None) for page in pages)]


@require_safe
def walkthrough_list(request):
    """Whom to walk in on, what is not shared yet, and what was made lately; 404 for whoever leads
    and evaluates nobody."""
    user = request.user
    if {"school_leader", "evaluator"}.isdisjoint(user.duties):
        raise Http404
    form = TeacherSearchForm(request.GET or None, user=user)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    rows = Walkthrough.objects.visible_to(user).select_related("teacher", "coach")
    shared = rows.shared().order_by("-started_at", "-pk")
    context = {
        "form": form,
        "wanted": wanted,
        "teachers": longest_ago_first(teachers_for(user).named(wanted))[:MOST],
        "walk_week": walk_week(user),
        "unshared": rows.walk_ins().unshared().order_by("started_at", "pk"),
        "shared": shared[:RECENT],
        "today": user.today,
        "trail": [("Today", "/"), ("Walkthroughs", None)],
    }
    return render(request, "coaching/walkthrough_list.html", context)


@require_POST
def walkthrough_start(request):
    """One tap: a walkthrough of this teacher begins; the relation decides as whom."""
    user = request.user
    teacher = teachers_for(user).chosen([request.POST.get("teacher", "")])
    teacher = get_object_or_404(teacher)
    form = WalkthroughForm.objects.visible_to(user).in_force(user.today).first()
    if form is None:
        raise PermissionDenied(NO_FORM)
    walkthrough = actions.start_walkthrough(teacher, form, by=user, now=timezone.now())
    return redirect("coaching:walkthrough_edit", walkthrough.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def walkthrough_edit(request, pk):
    """The form on one screen; ending it keeps everything that stands there."""
    walkthrough = get_editable_walkthrough(request, pk)
    form = _marks_form(request, walkthrough, request.POST or None)
    theirs = None
    if form.is_valid():
        try:
            return _end(request, walkthrough, form)
        except ValidationError as error:
            form.add_error(None, error)
        except autosave.Conflict as conflict:
            theirs = conflict.theirs
            form.start_from(theirs)
    context = {
        "walkthrough": walkthrough,
        "form": form,
        "theirs": theirs,
        "readers": who_can_read(walkthrough, found_by="visible_once_shared_to"),
        "trail": trail_of(walkthrough, request.user, "Mark what you see"),
    }
    response = render_form(request, "coaching/walkthrough_edit.html", context)
    response.status_code = response.status_code if theirs is None else 409
    return response


def _marks_form(request, walkthrough, data=None):
    line = walkthrough.line()
    return WalkthroughMarksForm(
        data,
        user=request.user,
        look_fors=walkthrough.walkthrough_form.items(),
        marks=walkthrough.values_by_look_for(),
        line=line.text if line else "",
    )


def _end(request, walkthrough, form):
    if walkthrough.is_formal:
        return _end_formal(request, walkthrough, form)
    is_shared = "later" not in request.POST
    actions.end_walkthrough(
        walkthrough,
        form.marks,
        form.line,
        is_shared=is_shared,
        by=request.user,
        now=timezone.now(),
    )
    name = walkthrough.teacher.name
    told = f"Shared with {name}." if is_shared else f"Kept. {name} reads it by the next school day."
    messages.success(request, told)
    return redirect("coaching:walkthrough_list")


def _end_formal(request, visit, form):
    now, by = timezone.now(), request.user
    is_shared = end_formal_visit(visit, form.marks, form.line, by=by, now=now)
    name = visit.teacher.name
    kept = f"Kept. {name} reads it once the post-conference is entered."
    messages.success(request, f"Shared with {name}." if is_shared else kept)
    return redirect("coaching:round_detail", visit.round_id)


@require_POST
def walkthrough_save(request, pk):
    """Autosave of one mark or of the line."""
    walkthrough = get_editable_walkthrough(request, pk)
    change = autosave.read(request)
    form = WalkthroughMarksForm(
        user=request.user, look_fors=walkthrough.walkthrough_form.items(), marks={}
    )
    if change.field not in form.fields:
        raise Http404
    now = timezone.now()
    try:
        value = form.fields[change.field].clean(change.value)
        change = autosave.Change(change.field, value, change.was)
        stored = actions.save_field(walkthrough, change, by=request.user, now=now)
    except ValidationError as error:
        return autosave.refused(error)
    except autosave.Conflict as conflict:
        return autosave.conflict(conflict)
    return autosave.saved(stored, now=now)


@require_POST
def walkthrough_discard(request, pk):
    """Take away what was begun by mistake."""
    walkthrough = get_editable_walkthrough(request, pk)
    if actions.discard(walkthrough):
        messages.success(request, f"Nothing was kept of this {walkthrough.word}.")
        return redirect("coaching:walkthrough_list")
    messages.error(request, KEPT)
    return redirect("coaching:walkthrough_edit", pk)


@require_POST
def walkthrough_share(request, pk):
    """The teacher may read it from now on. Sharing it again changes nothing."""
    walkthrough = get_walkthrough(request, pk)
    if request.user.pk != walkthrough.coach_id:
        raise PermissionDenied(NOT_YOURS)
    if walkthrough.waits_for_conference:
        raise PermissionDenied(AT_THE_CONFERENCE)
    if walkthrough.ended_at is None:
        return redirect("coaching:walkthrough_edit", pk)
    actions.share_walkthrough(walkthrough, now=timezone.now())
    messages.success(request, f"Shared with {walkthrough.teacher.name}.")
    return redirect(walkthrough)


@require_safe
def walkthrough_detail(request, pk):
    """What was seen, for the maker, the teacher and whoever she or the rules let read it."""
    user = request.user
    walkthrough = get_walkthrough(request, pk)
    is_subject = user.pk == walkthrough.teacher_id
    now = timezone.now()
    if is_subject and walkthrough.read_at is None:
        walkthrough.read_at = now
        walkthrough.mark_read(now)
    elif not is_subject and user.pk != walkthrough.coach_id:
        why = "coach of this teacher" if walkthrough.shown_to_id == user.pk else "school leader"
        record_read(walkthrough, reader=user, subject=walkthrough.teacher, why=why, now=now)
    context = _context(request, walkthrough, _reply_form(request, walkthrough, now))
    return render(request, "coaching/walkthrough_detail.html", context)


def _context(request, walkthrough, reply_form):
    user = request.user
    is_subject = user.pk == walkthrough.teacher_id
    return {
        "walkthrough": walkthrough,
        "marks": walkthrough.items_with_marks(),
        "line": walkthrough.line(),
        "response": getattr(walkthrough, "response", None),
        "reply_form": reply_form,
        "is_subject": is_subject,
        "can_export": walkthrough.can_be_exported_by(user),
        "can_edit": walkthrough.can_be_edited_by(user),
        "can_share": walkthrough.can_be_shared_by(user),
        "coach": _owner_coach(user) if is_subject else None,
        "readers": who_can_read(walkthrough),
        "trail": trail_of(walkthrough, user),
    }


def _reply_form(request, walkthrough, now, data=None):
    """The reply's form, for the teacher, as long as it may be written or changed."""
    if not walkthrough.can_be_answered_by(request.user):
        return None
    response = getattr(walkthrough, "response", None)
    if response and not response.is_open_for_changes(now):
        return None
    initial = {"text": response.text if response else ""}
    return WalkthroughReplyForm(data, user=request.user, initial=initial)


@require_POST
def walkthrough_reply(request, pk):
    """The teacher replies to what was seen."""
    walkthrough = get_walkthrough(request, pk)
    if not walkthrough.can_be_answered_by(request.user):
        raise PermissionDenied("Only the teacher replies to a walkthrough.")
    now = timezone.now()
    form = _reply_form(request, walkthrough, now, request.POST)
    if form is None:
        raise PermissionDenied(TOO_LATE_TO_EDIT)
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.answer_walkthrough(walkthrough, text=text, by=request.user, now=now)
        messages.success(request, f"Your reply is with {walkthrough.maker.name}.")
        return redirect(walkthrough)
    context = _context(request, walkthrough, form)
    return render_form(request, "coaching/walkthrough_detail.html", context)


def _owner_coach(teacher):
    """The teacher's owner coach of today, or None."""
    rows = CoachAssignment.objects.visible_to(teacher).active(teacher.today).owners()
    assignment = rows.filter(teacher=teacher).select_related("coach").first()
    return assignment.coach if assignment else None


@require_POST
def walkthrough_show(request, pk):
    """The teacher shows a walkthrough to her coach."""
    walkthrough = _get_own(request, pk)
    coach = _owner_coach(request.user)
    if coach is None or coach.pk == walkthrough.coach_id:
        raise PermissionDenied("You have no coach right now to show it to.")
    actions.show_to_coach(walkthrough, coach, now=timezone.now())
    messages.success(request, f"{coach.name} can read this walkthrough now.")
    return redirect(walkthrough)


@require_POST
def walkthrough_hide(request, pk):
    """The teacher takes back that her coach may read it."""
    walkthrough = _get_own(request, pk)
    walkthrough.show_to(None)
    messages.success(request, "Your coach can no longer read this walkthrough.")
    return redirect(walkthrough)


def _get_own(request, pk):
    walkthrough = get_walkthrough(request, pk)
    if not walkthrough.can_be_shown_by(request.user):
        raise PermissionDenied("Only the teacher shows a walkthrough to the coach.")
    return walkthrough
