"""The teacher's own pages: her step first, what waits to be read, her history, her marks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions import step as actions
from coaching.forms.step import MarksForm
from coaching.launch import launch_of, with_launch
from coaching.models import (
    ActionStep,
    BankLookFor,
    FeedbackMeeting,
    LookFor,
    Plan,
    Visit,
    VisitInvitation,
)
from coaching.models.peer_visit import PEERS
from coaching.models.proposal import open_proposals
from coaching.timeline import timeline
from coaching.views.teacher import moment_before
from core.forms import render_form
from people.models import CoachAssignment, Feature, Membership


@require_safe
def my_coaching(request):
    """First my step and its look-fors; then what waits for me."""
    user = request.user
    if Membership.Role.TEACHER not in user.duties:
        raise Http404
    steps = ActionStep.objects.visible_to(user)
    assignments = CoachAssignment.objects.visible_to(user).open_or_later(user.today)
    assignments = with_launch(assignments.filter(teacher=user).select_related("coach"), user)
    assignments = list(assignments.annotate(proposals=open_proposals(user)))
    for row in assignments:
        row.launch = launch_of(row, user.today)
    unread = FeedbackMeeting.objects.visible_to(user).unread().filter(teacher=user)
    planned = Visit.objects.visible_to(user).planned().filter(teacher=user, is_announced=True)
    invitations = VisitInvitation.objects.visible_to(user).ahead_of(user, user.today)
    history = timeline(user, user)
    context = {
        "steps": steps.open().written().filter(teacher=user).with_focus().with_look_fors(user),
        "proposals": assignments[0].proposals if assignments else [],
        "statuses": ActionStep.Status,
        "unread": unread.select_related("coach"),
        "walkthroughs": [entry for entry in history.entries if entry.is_unread_walkthrough],
        "plans": Plan.objects.visible_to(user).filter(teacher=user).waiting_for(user),
        "next_visit": planned.filter(planned_on__gte=user.today).order_by("planned_on").first(),
        "invitations": invitations.select_related("coach", "visit"),
        "coaches": [row for row in assignments if row.is_active_on(user.today)],
        "to_choose": [row for row in assignments if row.waits_for_choice],
        "timeline": history,
        "has_rounds": user.has_feature(Feature.OBSERVATION_CLOCK),
        "can_invite": user.has_feature(PEERS),
        "has_peers": Membership.Role.TEACHER in user.roles and user.has_feature(PEERS),
        "today": user.today,
        "trail": [("Today", "/"), ("My coaching", None)],
    }
    return render(request, "coaching/my_coaching.html", context)


@require_safe
def my_history(request):
    """Everything of my own coaching, newest first."""
    if Membership.Role.TEACHER not in request.user.duties:
        raise Http404
    home = reverse("coaching:my_coaching")
    context = {
        "timeline": timeline(request.user, request.user, before=moment_before(request)),
        "trail": [("My coaching", home), ("History", None)],
    }
    return render(request, "coaching/my_coaching_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_marks(request, pk):
    """The teacher marks how each look-for showed in a visit; then the coach's marks show too."""
    visits = Visit.objects.visible_to(request.user).select_related(
        "coach", "feedback", "skipped_marks"
    )
    visit = get_object_or_404(visits, pk=pk)
    if not visit.can_be_answered_by(request.user):
        raise PermissionDenied
    look_fors = _look_fors(visit, request.user, asked=request.POST)
    if "skip" in request.POST:
        actions.skip_marks(visit)
        return redirect("coaching:visit_marks", visit.pk)
    data = request.POST if request.method == "POST" else None
    form = MarksForm(data, user=request.user, look_fors=look_fors, marks={})
    if form.is_valid():
        actions.mark_look_fors(visit, form.marks, by=request.user)
        if form.marks:
            messages.success(request, "Your marks are saved. Your coach sees them too.")
        else:
            messages.warning(request, "Nothing is marked yet. Mark what you had a chance to see.")
        return redirect("coaching:visit_marks", visit.pk)
    marks = list(visit.marks.select_related("marked_by"))
    mine = {m.look_for_id or m.bank_look_for_id: m.value for m in marks if _is_of(m, request.user)}
    if data is None:
        form = MarksForm(user=request.user, look_fors=look_fors, marks=mine)
    theirs = [mark for mark in marks if not _is_of(mark, request.user)]
    context = {
        "visit": visit,
        "form": form,
        "shows_theirs": bool(mine) or hasattr(visit, "skipped_marks"),
        "theirs": _in_words(look_fors, theirs),
        "has_theirs": bool(theirs),
        "trail": [("My coaching", reverse("coaching:my_coaching")), ("Look-fors", None)],
    }
    return render_form(request, "coaching/my_coaching_marks.html", context)


def _is_of(mark, user):
    return mark.marked_by_id == user.pk


def _look_fors(visit, user, asked):
    """What could be looked for in a visit: the look-fors of the steps that were open then, and
    whatever the coach has marked. `asked` holds those of the page that comes back."""
    steps = (
        ActionStep.objects.visible_to(user)
        .kept()
        .filter(
            Q(met_at=None) | Q(met_at__gte=visit.started_at),
            teacher=visit.teacher_id,
            shared_at__lte=visit.shared_at,
        )
    )
    rows = LookFor.objects.visible_to(user).kept().exclude(text="")
    rows = rows.filter(Q(step__in=steps) | Q(pk__in=visit.marks.values("look_for")))
    rows = rows.annotate(is_marked=Exists(visit.marks.filter(look_for=OuterRef("pk"))))
    rows = _each_once(rows.order_by("step", "-audience", "order", "created_at"), asked)
    bank = BankLookFor.objects.visible_to(user)
    bank = bank.filter(pk__in=visit.marks.filter(look_for=None).values("bank_look_for"))
    return [*rows, *bank]


def _each_once(rows, asked):
    """Several open steps may look for the same thing: it is asked once. What was marked stays."""
    rows = list(rows)
    settled = [row for row in rows if row.is_marked or str(row.pk) in asked]
    first = {_what(row): row for row in [*reversed(rows), *settled]}
    kept = {row.pk for row in [*first.values(), *settled]}
    return [row for row in rows if row.pk in kept]


def _what(row):
    return row.audience, row.text.strip()


def _in_words(look_fors, marks):
    """(look-for, mark) of another person's marks, in the order of the form."""
    by_id = {mark.look_for_id or mark.bank_look_for_id: mark for mark in marks}
    return [(row.text, by_id[row.pk].get_value_display()) for row in look_fors if row.pk in by_id]
