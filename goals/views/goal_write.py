"""Writing a goal: add, change, begin, end; a change by somebody else is never overwritten."""

import functools

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from goals.actions.goal import StaleGoalError, save_goal, save_resources
from goals.forms.goal import (
    GoalForm,
    LevelForm,
    ParentForm,
    ResourcesForm,
    SmartForm,
    levels_for,
)
from goals.models import Goal
from goals.tree import TOO_MANY
from goals.views.finding import KEEPERS, goals_of, trail, trail_of
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable


@require_safe
def goal_add(request):
    """The level of a new goal comes first."""
    allow(levels_for(request.user), KEEPERS)
    form = LevelForm(request.GET if "level" in request.GET else None, user=request.user)
    if form.is_valid():
        return redirect("goals:goal_add_level", level=form.cleaned_data["level"])
    context = {"form": form, "heading": "Add a goal", "trail": trail(("Add a goal", None))}
    return render_form(request, "goals/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_add_level(request, level):
    """A new goal, with what its level asks for."""
    if level not in Goal.Level.values:
        raise Http404
    allow(level in levels_for(request.user), KEEPERS)
    goal = Goal(level=level)
    _stand_where_there_is_one_place(goal, request.user)
    form = GoalForm(request.POST or None, instance=goal, user=request.user)
    if form.is_valid() and is_saved(form, save_goal, goal, []):
        return _saved(request, goal)
    crumbs = trail(("Add a goal", reverse("goals:goal_add")), (goal.get_level_display(), None))
    return _form_page(request, form, f"Add: {goal.get_level_display()}", crumbs)


def _stand_where_there_is_one_place(goal, user):
    """The one school the person keeps goals of, so that only its parents are offered."""
    kept = user.led_school_ids | user.ilt_school_ids
    if goal.level in (Goal.Level.SCHOOL, Goal.Level.SUBGOAL) and len(kept) == 1:
        [goal.school_id] = kept


@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request, pk):
    """Change a goal; plans that were agreed keep what they said."""
    goal = get_editable(request, goals_of(request), pk)
    return _write(request, goal, GoalForm, "Change the goal")


@require_http_methods(["GET", "HEAD", "POST"])
def goal_parent(request, pk):
    """Say which goal it serves, or why it serves none."""
    goal = get_editable(request, goals_of(request), pk)
    return _write(request, goal, ParentForm, "The goal it serves")


@require_http_methods(["GET", "HEAD", "POST"])
def goal_smart(request, pk):
    """The five SMART answers, part by part."""
    goal = get_editable(request, goals_of(request), pk)
    return _write(request, goal, SmartForm, "Specific, measurable, attainable, realistic, timely")


@require_http_methods(["GET", "HEAD", "POST"])
def goal_resources(request, pk):
    """Which people, time, money and materials stand behind it; what was said before is kept."""
    goal = get_editable(request, goals_of(request), pk)
    save = functools.partial(save_resources, by=request.user, now=timezone.now())
    return _write(request, goal, ResourcesForm, "What stands behind the goal", save)


def _write(request, goal, form_class, heading, save=save_goal):
    """Save what was typed where the goal is as it was opened; else show both texts."""
    opened = {name: getattr(goal, name) for name in form_class.Meta.fields}
    version = goal.version
    form = form_class(request.POST or None, instance=goal, user=request.user)
    crumbs = trail_of(goal, (heading, None))
    if form.is_valid():
        goal.version = form.cleaned_data["version"] or 0
        try:
            if is_saved(form, save, goal, [n for n in form.fields if n != "version"]):
                return _saved(request, goal)
        except StaleGoalError:
            return _both_texts(request, form, opened, version, heading, crumbs)
    return _form_page(request, form, heading, crumbs)


def _both_texts(request, form, stored, version, heading, crumbs):
    """What is saved now beside what was typed; saving again puts the typed texts in its place."""
    theirs = [
        (form.fields[name].label or form[name].label, _in_words(form, name, value))
        for name, value in stored.items()
        if name in form.fields and value != form.cleaned_data.get(name)
    ]
    form.data = form.data.copy()
    form.data["version"] = version
    context = {"form": form, "heading": heading, "trail": crumbs, "theirs": theirs}
    return render(request, "goals/form.html", context | _around(form), status=409)


def _in_words(form, name, value):
    choices = dict(Goal._meta.get_field(name).choices or ())
    return choices.get(value, value)


def _saved(request, goal):
    messages.success(request, "Goal saved as a draft." if goal.is_draft else "Goal saved.")
    if goal.is_priority and not goal.is_draft:
        _warn_above_two(request, goal)
    return redirect(goal)


def _warn_above_two(request, goal):
    """A third priority of a team, a school or the system is saved, and said to be one too many."""
    same = {"team": goal.team_id, "school": goal.school_id}
    count = Goal.objects.visible_to(request.user).priorities().filter(**same).count()
    if count > TOO_MANY:
        words = f"{goal.place} has {count} active priorities. One or two keep the focus narrow."
        messages.warning(request, words)


def _form_page(request, form, heading, crumbs):
    context = {"form": form, "heading": heading, "trail": crumbs}
    return render_form(request, "goals/form.html", context | _around(form))


def _around(form):
    """The help beside the form, and its second button while the goal is a draft."""
    return {
        "elements": getattr(form, "elements", ()),
        "offers_begin": isinstance(form, GoalForm) and form.instance.is_draft,
        "posts": True,
    }


@require_POST
def goal_activate(request, pk):
    """Work on a draft begins, where nothing is missing."""
    goal = get_editable(request, goals_of(request), pk)
    missing = goal.missing()
    if missing:
        messages.error(request, f"Not yet: {_listed(missing.values())}.")
        return redirect(goal)
    goal.activate()
    messages.success(request, "Work on this goal has begun.")
    if goal.is_priority:
        _warn_above_two(request, goal)
    return redirect(goal)


def _listed(words):
    first, *rest = words
    return "; ".join([first[:1].lower() + first[1:], *(w[:1].lower() + w[1:] for w in rest)])


@require_POST
def goal_end(request, pk):
    """Work on a goal no more; Undo takes that back."""
    goal = get_editable(request, goals_of(request), pk)
    goal.end(now=timezone.now())
    undo = reverse("goals:goal_reopen", args=[goal.pk])
    success_with_undo(request, "The goal is ended. Plans that stand on it keep it.", undo)
    return redirect(goal)


@require_POST
def goal_reopen(request, pk):
    goal = get_editable(request, goals_of(request), pk)
    goal.reopen()
    messages.success(request, "The goal is being worked on again.")
    return redirect(goal)
