"""What hangs on a goal: its numbers over time, checkpoints, reviews and the school's steps."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import render_form
from core.messages import success_with_undo
from goals.actions.goal import add_school_steps, restore_row
from goals.forms.parts import (
    CheckpointForm,
    MeasurementForm,
    ReviewForm,
    SchoolStepForm,
    SchoolStepsForm,
)
from goals.models import Checkpoint, GoalReview, Measurement, SchoolStep
from goals.views.finding import goals_of, trail_of
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import get_editable


def _add(request, pk, row, form_class, heading, said):
    """A page with one form that adds `row` to the goal `pk`."""
    row.goal = get_editable(request, goals_of(request), pk)
    form = form_class(request.POST or None, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, said)
        return redirect(row.goal)
    return _page(request, form, heading, row.goal)


def _page(request, form, heading, goal):
    crumbs = trail_of(goal, (heading, None))
    context = {"form": form, "heading": heading, "goal": goal, "trail": crumbs, "posts": True}
    return render_form(request, "goals/form.html", context)


def _part(request, model, pk):
    """A row of a goal the person keeps."""
    rows = model.objects.visible_to(request.user).select_related("goal__parent")
    return get_editable(request, rows, pk)


def _remove(request, row, said, undo):
    row.remove(now=timezone.now())
    success_with_undo(request, said, reverse(f"goals:{undo}", args=[row.pk]))
    return redirect(row.goal)


def _restore(request, row, said):
    """Undo; where another row has taken its place meanwhile, that one stays."""
    try:
        restore_row(row)
    except IntegrityError:
        messages.error(request, "Another one has taken its place since. Change that one.")
    else:
        messages.success(request, said)
    return redirect(row.goal)


@require_http_methods(["GET", "HEAD", "POST"])
def measurement_add(request, pk):
    """What the number was on a day."""
    row = Measurement(measured_on=request.user.today)
    return _add(request, pk, row, MeasurementForm, "Add a number", "Number saved.")


@require_POST
def measurement_remove(request, pk):
    row = _part(request, Measurement, pk)
    return _remove(request, row, "Number removed.", "measurement_restore")


@require_POST
def measurement_restore(request, pk):
    return _restore(request, _part(request, Measurement, pk), "Number put back.")


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint_add(request, pk):
    """Where the number should be on the way."""
    row = Checkpoint()
    return _add(request, pk, row, CheckpointForm, "Add a checkpoint", "Checkpoint saved.")


@require_POST
def checkpoint_remove(request, pk):
    row = _part(request, Checkpoint, pk)
    return _remove(request, row, "Checkpoint removed.", "checkpoint_restore")


@require_POST
def checkpoint_restore(request, pk):
    return _restore(request, _part(request, Checkpoint, pk), "Checkpoint put back.")


@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request, pk):
    """What the data say, what was decided, and when it is looked at next: kept for good."""
    row = GoalReview(reviewed_by=request.user, reviewed_on=request.user.today)
    return _add(request, pk, row, ReviewForm, "Review the goal", "Review saved.")


@require_http_methods(["GET", "HEAD", "POST"])
def school_steps_add(request, pk):
    """What teachers do towards the goal: from the templates, or in own words."""
    goal = get_editable(request, goals_of(request).filter(team=None, school__isnull=False), pk)
    form = SchoolStepsForm(request.POST or None, user=request.user)
    if form.is_valid():
        added = add_school_steps(goal, form.steps)
        words = "Step added." if len(added) == 1 else f"{len(added)} steps added."
        messages.success(request, words)
        return redirect(goal)
    return _page(request, form, "Add what teachers do", goal)


@require_http_methods(["GET", "HEAD", "POST"])
def school_step_edit(request, pk):
    step = _part(request, SchoolStep, pk)
    form = SchoolStepForm(request.POST or None, instance=step, user=request.user)
    if form.is_valid() and is_saved(form, save_row, step):
        messages.success(request, "Step saved.")
        return redirect(step.goal)
    return _page(request, form, "Change a step", step.goal)


@require_POST
def school_step_remove(request, pk):
    """Take a step off the goal; Undo puts it back."""
    step = _part(request, SchoolStep, pk)
    return _remove(request, step, "Step removed.", "school_step_restore")


@require_POST
def school_step_restore(request, pk):
    return _restore(request, _part(request, SchoolStep, pk), "Step put back.")
