"""The launch meeting of a pair: asked for in one line, answered in one tap, written together."""

import datetime as dt
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions import launch as actions
from coaching.caseload import caseload_of
from coaching.forms.launch import LaunchAnswerForm, LaunchForm
from coaching.readers import who_can_read
from core.forms import render_form
from core.messages import success_with_undo
from core.shared_texts import save_all, save_one
from people.models import CoachAssignment, LaunchMeeting, Membership, SchoolYear

NO_YEAR = "No school year runs today, so there is no launch meeting to hold."
OVER = "This assignment has ended: what you wrote stays as it is."
NOTHING_ASKED = "Every launch meeting of your caseload is answered."
SAID = {
    "met": "Noted: the launch meeting with {who} was held.",
    "planned": "Noted: the launch meeting with {who} is planned.",
    "not_needed": "Noted: no launch meeting with {who} is needed.",
}
MICROSECOND = dt.timedelta(microseconds=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _get_assignment(request, pk):
    """An assignment that holds today, for its two people."""
    user = request.user
    rows = CoachAssignment.objects.visible_to(user).active(user.today)
    rows = rows.filter(Q(teacher=user) | Q(coach=user)).select_related("teacher", "coach")
    return get_object_or_404(rows, pk=pk)


def _year_of(user):
    """The school year of today. Raises PermissionDenied in the holidays between two."""
    year = SchoolYear.objects.visible_to(user).on(user.today).first()
    if year is None:
        raise PermissionDenied(NO_YEAR)
    return year


def _partner(assignment, user):
    return assignment.coach if user.pk == assignment.teacher_id else assignment.teacher


def _home(assignment, user):
    """The page from which this person came: the teacher's own, or the coach's page of her."""
    if user.pk == assignment.teacher_id:
        return reverse("coaching:my_coaching")
    return reverse("coaching:teacher_detail", args=[assignment.teacher_id])


def _trail(assignment, user):
    label = "My coaching" if user.pk == assignment.teacher_id else assignment.teacher.name
    return [(label, _home(assignment, user)), ("Launch meeting", None)]


@require_http_methods(["GET", "HEAD", "POST"])
def launch_answer(request, pk):
    """Three answers, one tap each, about one pair; "write" opens the page to write on."""
    user = request.user
    assignment = _get_assignment(request, pk)
    year = _year_of(user)
    if "write" in request.POST:
        return redirect(actions.begin(assignment, year))
    data = request.POST if request.method == "POST" else None
    form = LaunchAnswerForm(data, user=user)
    if form.is_valid():
        return _answer(request, [assignment], year, form, _partner(assignment, user).name)
    context = {
        "form": form,
        "assignment": assignment,
        "partner": _partner(assignment, user),
        "trail": _trail(assignment, user),
    }
    return render_form(request, "coaching/launch_answer.html", context)


def _answer(request, assignments, year, form, who):
    now = timezone.now()
    actions.answer(assignments, year, **form.said, by=request.user, now=now)
    undo = reverse("coaching:launch_undo", args=[(now - EPOCH) // MICROSECOND])
    words = SAID[form.cleaned_data["answer"]].format(who=who)
    success_with_undo(request, words, undo)
    if len(assignments) == 1 and "all" not in request.POST:
        return redirect(_home(assignments[0], request.user))
    return redirect("coaching:caseload")


@require_POST
def launch_all(request):
    """One tap for everybody of the caseload who is still asked about."""
    user = request.user
    if Membership.Role.COACH not in user.duties:
        raise Http404
    year = _year_of(user)
    asked = [line.teacher.assignment["pk"] for line in caseload_of(user) if line.asks_launch]
    form = LaunchAnswerForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect("coaching:caseload")
    if not asked:
        messages.warning(request, NOTHING_ASKED)
        return redirect("coaching:caseload")
    rows = list(CoachAssignment.objects.visible_to(user).filter(coach=user, pk__in=asked))
    who = f"{len(rows)} teacher{'' if len(rows) == 1 else 's'}"
    return _answer(request, rows, year, form, who)


@require_POST
def launch_undo(request, at):
    """Take back what this person answered at that moment, for one pair or for many."""
    user = request.user
    try:
        moment = EPOCH + at * MICROSECOND
    except OverflowError as error:
        raise Http404 from error
    meetings = LaunchMeeting.objects.visible_to(user)
    if not actions.take_back(meetings, by=user, at=moment):
        raise Http404
    messages.success(request, "Taken back: the launch meeting is asked for again.")
    is_coach = Membership.Role.COACH in user.duties
    return redirect("coaching:caseload" if is_coach else "coaching:my_coaching")


# --- writing ----------------------------------------------------------------------------------


def _get_meeting(request, pk):
    rows = LaunchMeeting.objects.visible_to(request.user).select_related(
        "assignment__teacher__school_system", "assignment__coach", "school_year", "answered_by"
    )
    return get_object_or_404(rows, pk=pk)


def _get_open_meeting(request, pk):
    meeting = _get_meeting(request, pk)
    if not meeting.can_be_edited_by(request.user):
        raise PermissionDenied(OVER)
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
def launch_detail(request, pk):
    """What the two agreed, each text saving itself; both read and write it."""
    if request.method == "POST":
        meeting = _get_open_meeting(request, pk)
        form = LaunchForm.of(meeting, request.user, request.POST)
        page = ("coaching/launch_detail.html", partial(_context, request, meeting))
        return save_all(request, meeting, form, page)
    meeting = _get_meeting(request, pk)
    return render_form(request, "coaching/launch_detail.html", _context(request, meeting))


def _context(request, meeting, form=None, theirs=None):
    user, assignment = request.user, meeting.assignment
    form = form or LaunchForm.of(meeting, user)
    return {
        "meeting": meeting,
        "assignment": assignment,
        "partner": _partner(assignment, user),
        "form": form,
        "can_edit": meeting.can_be_edited_by(user),
        "asks": not meeting.is_settled(user.today),
        "answer_form": LaunchAnswerForm(user=user),
        "conflicts": [(form[name], text) for name, text in (theirs or {}).items()],
        "has_errors": bool(theirs),
        "readers": who_can_read(meeting),
        "trail": _trail(assignment, user),
    }


@require_POST
def launch_save(request, pk):
    """Autosave of one text."""
    meeting = _get_open_meeting(request, pk)
    form = LaunchForm.of(meeting, request.user)
    others = _partner(meeting.assignment, request.user).name
    return save_one(request, meeting, form, now=timezone.now(), others=others)
