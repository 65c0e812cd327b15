"""The goals of a school: what it wants to reach, and what its teachers do towards it."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from people.actions.goal import add_school_steps
from people.actions.rows import save_row
from people.forms.goal import SchoolGoalForm, SchoolStepForm, SchoolStepsForm, SubgoalForm
from people.forms.rows import is_saved
from people.models import SchoolGoal, SchoolStep
from people.views.finding import allow, get_editable, page_of

READERS = (
    "everybody who works at the school",
    "whoever coaches or evaluates somebody there",
    "district coaching staff",
)
KEEPERS = "A school’s goals are kept by its principal and assistant principals."


def trail(*entries):
    return [("School goals", reverse("people:goal_list")), *entries]


def _goals(request):
    return SchoolGoal.objects.visible_to(request.user).select_related("school", "parent")


def _trail_of(goal, *entries):
    """The list, the goal above a subgoal, the goal, and what comes below it."""
    above = [(str(goal.parent), goal.parent.get_absolute_url())] if goal.parent else []
    url = goal.get_absolute_url() if entries else None
    return trail(*above, (str(goal), url), *entries)


@require_safe
def goal_list(request):
    """The goals the person may read, school by school, with their subgoals."""
    subgoals = SchoolGoal.objects.visible_to(request.user).current().order_by("created_at")
    goals = _goals(request).top().order_by("school__name", "-starts_on", "created_at")
    goals = goals.annotate(step_count=Count("steps", Q(steps__removed_at=None)))
    goals = goals.prefetch_related(Prefetch("subgoals", subgoals, to_attr="current_subgoals"))
    shows_ended = request.GET.get("show") == "ended"
    goals = goals.exclude(ended_at=None) if shows_ended else goals.current()
    context = {
        "page": page_of(request, goals),
        "shows_ended": shows_ended,
        "can_add": bool(request.user.led_school_ids),
        "trail": [("Today", "/"), ("School goals", None)],
    }
    return render(request, "people/goal_list.html", context)


@require_safe
def goal_detail(request, pk):
    """One goal with its subgoals and the school-level action steps."""
    goal = get_object_or_404(_goals(request), pk=pk)
    context = {
        "goal": goal,
        "subgoals": goal.subgoals.current().order_by("created_at"),
        "steps": goal.steps.kept(),
        "can_edit": goal.can_be_edited_by(request.user),
        "readers": READERS,
        "trail": _trail_of(goal),
    }
    return render(request, "people/goal_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_add(request):
    """A goal of a school the person leads."""
    allow(request.user.led_school_ids, KEEPERS)
    form = SchoolGoalForm(request.POST or None, user=request.user)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, "Goal saved. Add what your teachers do towards it.")
        return redirect(form.instance)
    return _form_page(request, form, "A goal of your school", trail(("Add a goal", None)))


@require_http_methods(["GET", "HEAD", "POST"])
def subgoal_add(request, pk):
    """A part of a goal, with a number of its own."""
    goal = get_editable(request, _goals(request).top(), pk)
    row = SchoolGoal(school_id=goal.school_id, parent=goal)
    initial = {"starts_on": goal.starts_on, "ends_on": goal.ends_on}
    form = SubgoalForm(request.POST or None, instance=row, initial=initial, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Subgoal saved.")
        return redirect(goal)
    return _form_page(request, form, "Add a subgoal", _trail_of(goal, ("Add a subgoal", None)))


@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request, pk):
    """Change a goal or a subgoal; plans that were agreed keep what they said."""
    goal = get_editable(request, _goals(request), pk)
    form_class = SubgoalForm if goal.parent_id else SchoolGoalForm
    form = form_class(request.POST or None, instance=goal, user=request.user)
    if form.is_valid() and is_saved(form, save_row, goal):
        messages.success(request, "Goal saved.")
        return redirect(goal)
    return _form_page(request, form, "Change the goal", trail(("Change the goal", None)))


def _form_page(request, form, heading, crumbs):
    context = {"form": form, "heading": heading, "trail": crumbs}
    return render_form(request, "people/goal_form.html", context)


@require_POST
def goal_end(request, pk):
    """Work on a goal no more; Undo takes that back."""
    goal = get_editable(request, _goals(request), pk)
    goal.end(now=timezone.now())
    undo = reverse("people:goal_reopen", args=[goal.pk])
    success_with_undo(request, "The goal is ended. Plans that stand on it keep it.", undo)
    return redirect(goal)


@require_POST
def goal_reopen(request, pk):
    goal = get_editable(request, _goals(request), pk)
    goal.reopen()
    messages.success(request, "The goal is being worked on again.")
    return redirect(goal)


@require_http_methods(["GET", "HEAD", "POST"])
def school_steps_add(request, pk):
    """What teachers do towards the goal: from the templates, or in own words."""
    goal = get_editable(request, _goals(request), pk)
    form = SchoolStepsForm(request.POST or None, user=request.user)
    if form.is_valid():
        added = add_school_steps(goal, form.steps)
        words = "Step added." if len(added) == 1 else f"{len(added)} steps added."
        messages.success(request, words)
        return redirect(goal)
    heading = "What teachers do towards the goal"
    return _form_page(request, form, heading, _trail_of(goal, ("Add steps", None)))


def _step(request, pk):
    rows = SchoolStep.objects.visible_to(request.user).select_related("goal__parent")
    return get_editable(request, rows, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def school_step_edit(request, pk):
    step = _step(request, pk)
    form = SchoolStepForm(request.POST or None, instance=step, user=request.user)
    if form.is_valid() and is_saved(form, save_row, step):
        messages.success(request, "Step saved.")
        return redirect(step.goal)
    crumbs = _trail_of(step.goal, ("Change a step", None))
    return _form_page(request, form, "Change a step", crumbs)


@require_POST
def school_step_remove(request, pk):
    """Take a step off the goal; Undo puts it back."""
    step = _step(request, pk)
    step.remove(now=timezone.now())
    undo = reverse("people:school_step_restore", args=[step.pk])
    success_with_undo(request, "Step removed.", undo)
    return redirect(step.goal)


@require_POST
def school_step_restore(request, pk):
    step = _step(request, pk)
    step.put_back()
    messages.success(request, "Step put back.")
    return redirect(step.goal)
