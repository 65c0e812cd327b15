"""A teacher is handed over to another coach, and says what goes along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.dates import long_date
from core.forms import render_form
from core.messages import success_with_undo
from people.actions import assignment as actions
from people.forms.assignment import GoesAlongForm, HandOverForm
from people.forms.rows import is_saved
from people.views.assignment import get_assignments, pair_trail
from people.views.finding import allow

ONLY_TEACHER = "Only the teacher says what goes along to her coach."
SAID = {
    "nothing": "{coach} reads nothing from before.",
    "steps": "{coach} reads your agreed plans and open steps.",
    "feedback": "{coach} reads your agreed plans, your steps and all feedback shared with you.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_hand_over(request, pk):
    """Another coach takes the teacher over, today or on a later day."""
    user = request.user
    assignment = get_object_or_404(get_assignments(request), pk=pk)
    allow(assignment.can_be_handed_over_by(user))
    allow(not assignment.is_over(user.today), actions.ENDED_MEANWHILE)
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, user=user, assignment=assignment)
    if form.is_valid() and is_saved(form, _hand_over, request, assignment, form.cleaned_data):
        return redirect("people:assignment_list")
    context = {"form": form, "assignment": assignment}
    context["trail"] = pair_trail(assignment, "Hand over")
    return render_form(request, "people/assignment_hand_over.html", context)


def _hand_over(request, assignment, wanted):
    new = actions.hand_over(
        assignment,
        to=wanted["coach"],
        note=wanted["note"],
        starts_on=wanted["starts_on"],
        by=request.user,
        now=timezone.now(),
    )
    day = "now" if new.starts_on <= request.user.today else f"from {long_date(new.starts_on)}"
    undo = reverse("people:hand_over_undo", args=[assignment.pk])
    words = f"{new.coach.name} coaches {assignment.teacher.name} {day}."
    success_with_undo(request, words, undo)


@require_POST
def hand_over_undo(request, pk):
    """Take a hand-over back, until the day after the new coach began: `pk` is the assignment that
    was handed over, which whoever handed over still sees."""
    before = get_object_or_404(get_assignments(request), pk=pk)
    new = before.last_hand_over()
    allow(new is not None and new.hand_over_can_be_taken_back_by(request.user), actions.TOO_LATE)
    try:
        actions.take_back_hand_over(new, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except IntegrityError:
        messages.error(request, actions.HAS_OWNER)
    else:
        words = f"Taken back: {before.coach.name} coaches {before.teacher.name} as before."
        messages.success(request, words)
    return redirect(before)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_history(request, pk):
    """The teacher says what her owner coach reads of the work with the coaches before."""
    assignment = get_object_or_404(get_assignments(request), pk=pk)
    allow(assignment.history_can_be_chosen_by(request.user), ONLY_TEACHER)
    data = request.POST if request.method == "POST" else None
    form = GoesAlongForm(data, user=request.user, initial={"goes_along": assignment.goes_along})
    if form.is_valid():
        chosen = form.cleaned_data["goes_along"]
        actions.choose_history(assignment, chosen, now=timezone.now())
        messages.success(request, SAID[chosen].format(coach=assignment.coach.name))
        return redirect("coaching:my_coaching")
    context = {"form": form, "assignment": assignment}
    context["trail"] = pair_trail(assignment, "What goes along")
    return render_form(request, "people/assignment_history.html", context)
