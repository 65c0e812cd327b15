from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from people.actions import assignment as actions
from people.forms.assignment import (
    AssignmentEditForm,
    AssignmentFilter,
    AssignmentForm,
)
from people.forms.rows import is_saved
from people.models import CoachAssignment, User
from people.views.finding import allow, get_editable, page_of


def trail(*entries):
    return [("Coaching", reverse("people:assignment_list")), *entries]


def get_assignments(request):
    rows = CoachAssignment.objects.visible_to(request.user)
    return rows.select_related("teacher__school_system", "coach")


@require_safe
def assignment_list(request):
    """Who coaches whom, as far as the reader may know it."""
    user = request.user
    filter_form = AssignmentFilter(request.GET, user=user)
    rows = filter_form.narrow(get_assignments(request), "coach")
    context = {
        "filter": filter_form,
        "page": page_of(request, rows.order_by("coach__name", "teacher__name", "pk")),
        "can_add": user.assigns_coaches,
    }
    return render(request, "people/assignment_list.html", context)


@require_safe
def assignment_detail(request, pk):
    """One assignment, and what may be done with it."""
    assignment = get_object_or_404(get_assignments(request), pk=pk)
    user = request.user
    is_open = not assignment.is_over(user.today)
    can_edit = assignment.can_be_edited_by(user)
    context = {
        "assignment": assignment,
        "can_edit": can_edit,
        "can_end": is_open and assignment.can_be_ended_by(user),
        "can_hand_over": is_open and assignment.can_be_handed_over_by(user),
        "can_take_back": assignment.hand_over_can_be_taken_back_by(user),
        "can_choose": assignment.history_can_be_chosen_by(user),
        "shows_note": can_edit or assignment.is_of(user),
        "trail": trail((f"{assignment.teacher.name} – {assignment.coach.name}", None)),
    }
    return render(request, "people/assignment_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
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
    context = {"form": form, "trail": trail(("Assign a coach", None))}
    return render_form(request, "people/assignment_add.html", context)


def _assigned(request, assignment):
    words = f"{assignment.coach.name} coaches {assignment.teacher.name}."
    messages.success(request, words)
    return redirect("people:assignment_list")


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request, pk):
    """Kind, dates and note of an assignment."""
    assignment = get_editable(request, get_assignments(request), pk)
    form = AssignmentEditForm(request.POST or None, instance=assignment, user=request.user)
    if form.is_valid() and is_saved(form, actions.change_assignment, assignment):
        messages.success(request, "The assignment was saved.")
        return redirect(assignment)
    context = {"form": form, "assignment": assignment, "trail": pair_trail(assignment, "Change")}
    return render_form(request, "people/assignment_edit.html", context)


def pair_trail(assignment, words):
    pair = f"{assignment.teacher.name} – {assignment.coach.name}"
    return trail((pair, assignment.get_absolute_url()), (words, None))


@require_POST
def assignment_end(request, pk):
    """End an assignment today: the next request of the coach finds nothing."""
    assignment = get_object_or_404(get_assignments(request), pk=pk)
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
    assignment = get_editable(request, get_assignments(request), pk)
    if assignment.ends_on is None or assignment.ends_on < request.user.today:
        messages.error(request, "This assignment ended before today. Assign the coach again.")
        return redirect(assignment)
    try:
        actions.reopen(assignment)
    except IntegrityError:
        messages.error(request, "The teacher has another owner by now: the assignment stays ended.")
        return redirect(assignment)
    messages.success(request, f"{assignment.coach.name} coaches {assignment.teacher.name} again.")
    return redirect("people:assignment_list")
