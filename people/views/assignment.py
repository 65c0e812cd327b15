from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from people.actions import assignment as actions
from people.actions.rows import save_row
from people.forms.assignment import (
    AssignmentEditForm,
    AssignmentFilter,
    AssignmentForm,
    HandOverForm,
)
from people.forms.rows import is_saved
from people.models import CoachAssignment, User
from people.views.finding import allow, get_editable, page_of


def _trail(*entries):
    return [("Coaching", reverse("people:assignment_list")), *entries]


def _assignments(request):
    rows = CoachAssignment.objects.visible_to(request.user)
    return rows.select_related("teacher__school_system", "coach")


@require_safe
def assignment_list(request):
    """Who coaches whom, as far as the reader may know it."""
    user = request.user
    filter_form = AssignmentFilter(request.GET, user=user)
    rows = filter_form.narrow(_assignments(request), "coach")
    context = {
        "filter": filter_form,
        "page": page_of(request, rows.order_by("coach__name", "teacher__name", "pk")),
        "can_add": user.assigns_coaches,
    }
    return render(request, "people/assignment_list.html", context)


@require_safe
def assignment_detail(request, pk):
    """One assignment, and what may be done with it."""
    assignment = get_object_or_404(_assignments(request), pk=pk)
    user = request.user
    is_open = not assignment.is_over(user.today)
    context = {
        "assignment": assignment,
        "can_edit": assignment.can_be_edited_by(user),
        "can_end": is_open and assignment.can_be_ended_by(user),
        "is_open": is_open,
        "trail": _trail((f"{assignment.teacher.name} – {assignment.coach.name}", None)),
    }
    return render(request, "people/assignment_detail.html", context)


def assignment_add(request):
    """A coach for a teacher; the address may name both."""
    user = request.user
    allow(user.assigns_coaches)
    initial = {"starts_on": user.today, "kind": CoachAssignment.Kind.OWNER}
    people = User.objects.visible_to(user)
    for who in ("teacher", "coach"):
        if request.method == "GET" and request.GET.get(who):
            initial[who] = people.filter(email=request.GET[who][:254].lower()).first()
    form = AssignmentForm(request.POST or None, user=user, initial=initial)
    if form.is_valid():
        form.instance.teacher = form.cleaned_data["teacher"]
        form.instance.coach = form.cleaned_data["coach"]
        if is_saved(form, actions.assign_coach, form.instance, by=user, now=timezone.now()):
            return _assigned(request, form.instance)
    context = {"form": form, "trail": _trail(("Assign a coach", None))}
    return render_form(request, "people/assignment_add.html", context)


def _assigned(request, assignment):
    words = f"{assignment.coach.name} coaches {assignment.teacher.name}."
    messages.success(request, words)
    return redirect("people:assignment_list")


def assignment_edit(request, pk):
    """Kind, dates and note of an assignment."""
    assignment = get_editable(request, _assignments(request), pk)
    form = AssignmentEditForm(request.POST or None, instance=assignment, user=request.user)
    if form.is_valid() and is_saved(form, save_row, assignment):
        messages.success(request, "The assignment was saved.")
        return redirect(assignment)
    context = {"form": form, "assignment": assignment, "trail": _pair_trail(assignment, "Change")}
    return render_form(request, "people/assignment_edit.html", context)


def _pair_trail(assignment, words):
    pair = f"{assignment.teacher.name} – {assignment.coach.name}"
    return _trail((pair, assignment.get_absolute_url()), (words, None))


def assignment_hand_over(request, pk):
    """Another coach takes the teacher over today."""
    assignment = get_editable(request, _assignments(request), pk)
    user = request.user
    allow(not assignment.is_over(user.today), "This assignment has ended.")
    form = HandOverForm(request.POST or None, user=user, assignment=assignment)
    if form.is_valid() and is_saved(
        form,
        actions.hand_over,
        assignment,
        to=form.cleaned_data["coach"],
        note=form.cleaned_data["note"],
        by=user,
        now=timezone.now(),
        today=user.today,
    ):
        messages.success(
            request, f"{form.cleaned_data['coach'].name} coaches {assignment.teacher.name} now."
        )
        return redirect("people:assignment_list")
    context = {
        "form": form,
        "assignment": assignment,
        "trail": _pair_trail(assignment, "Hand over"),
    }
    return render_form(request, "people/assignment_hand_over.html", context)


@require_POST
def assignment_end(request, pk):
    """End an assignment today: the next request of the coach finds nothing."""
    assignment = get_object_or_404(_assignments(request), pk=pk)
    can_undo = assignment.can_be_edited_by(request.user)
    allow(can_undo or assignment.can_be_ended_by(request.user))
    if not assignment.is_over(request.user.today):
        assignment.end(request.user.today)
    words = f"{assignment.coach.name} no longer coaches {assignment.teacher.name}."
    if can_undo:
        undo = reverse("people:assignment_reopen", args=[assignment.pk])
        success_with_undo(request, words, undo)
    else:
        messages.success(request, words)
    return redirect("people:assignment_list")


@require_POST
def assignment_reopen(request, pk):
    """Take back that an assignment ended today."""
    assignment = get_editable(request, _assignments(request), pk)
    if assignment.ends_on is None or assignment.ends_on < request.user.today:
        messages.error(request, "This assignment ended before today. Assign the coach again.")
        return redirect(assignment)
    assignment.ends_on = None
    try:
        save_row(assignment)
    except IntegrityError:
        messages.error(request, "The teacher has another owner by now: the assignment stays ended.")
        return redirect(assignment)
    messages.success(request, f"{assignment.coach.name} coaches {assignment.teacher.name} again.")
    return redirect("people:assignment_list")
