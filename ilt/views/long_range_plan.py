"""A leadership team's long-range plans: which there are, one to read, one to write."""

import datetime as dt

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from core.forms import render_form
from goals.models.reading import can_keep_for
from ilt.actions.long_range_moves import start_as_copy
from ilt.actions.long_range_rows import start_plan
from ilt.forms.long_range_plan import CycleForm, StartForm, WeekForm, cells_of, goals_of
from ilt.forms.plan_moves import PasteForm
from ilt.models import LongRangePlan, PlanCycle, PlanMove, PlanWeek
from ilt.plan_page import CHANGED_LATELY, others_edits, rows_of, week_at_hand
from ilt.views.finding import (
    NOT_YOURS,
    get_editable_plan,
    get_ilt,
    get_plan,
    trail_of,
    trail_of_team,
)
from ilt.views.plan_undo import say_with_undo, undo_url
from people.forms.rows import is_saved
from people.views.finding import allow


@require_safe
def plan_list(request, pk):
    """The plans of one leadership team, newest first."""
    team, user = get_ilt(request, pk), request.user
    plans = LongRangePlan.objects.visible_to(user).filter(team=team)
    may = team.ended_at is None and can_keep_for(user, team.school_id)
    context = {
        "team": team,
        "plans": plans.select_related("school_year"),
        "can_start": may and StartForm(user=user, team=team).fields["school_year"].queryset,
        "trail": trail_of_team(team),
    }
    return render(request, "ilt/plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_start(request, pk):
    """Begin the plan of a school year, empty or as last year's."""
    team, user = get_ilt(request, pk), request.user
    allow(can_keep_for(user, team.school_id), NOT_YOURS)
    form = StartForm(request.POST if request.method == "POST" else None, user=user, team=team)
    if form.is_valid():
        year = form.cleaned_data["school_year"]
        if is_saved(form, _start, form, team, year):
            plan = LongRangePlan.objects.visible_to(user).get(team=team, school_year=year)
            _say_begun(request, plan, f"The plan for {year.name} is begun.")
            return redirect("ilt:plan_edit", plan.pk)
    context = {"form": form, "team": team, "trail": trail_of_team(team, ("Start a plan", None))}
    return render_form(request, "ilt/plan_start.html", context)


def _start(form, team, year):
    if form.cleaned_data["begins"] == "copy":
        start_as_copy(form.last, year, by=form.user)
    else:
        start_plan(team, year)


def _say_begun(request, plan, text):
    copied = PlanMove.objects.visible_to(request.user).filter(plan=plan).first()
    if copied:
        say_with_undo(request, copied, text)
    else:
        messages.success(request, text)


@require_safe
def plan_detail(request, pk):
    """The plan to read and to print."""
    plan, user = get_plan(request, pk), request.user
    cycles = rows_of(plan, user)
    context = {
        "plan": plan,
        "cycles": cycles,
        "at_hand": week_at_hand(cycles, user.today),
        "can_edit": plan.can_be_edited_by(user),
        "can_print": plan.can_be_printed_by(user),
        "readers": [_readers(plan)],
        "trail": trail_of(plan),
    }
    return render(request, "ilt/plan_detail.html", context)


def _readers(plan):
    if plan.school is None:
        return "everybody in the school system"
    return f"everybody at {plan.school.name}, those who coach or evaluate there, the district"


@require_safe
def plan_edit(request, pk):
    """The plan to write: every cell saves itself, without JavaScript a row at a time."""
    plan, user, now = get_editable_plan(request, pk), request.user, timezone.now()
    goals = list(goals_of(plan, user))
    edits = others_edits(plan, user, since=now - CHANGED_LATELY)
    changed = {(edit.row, edit.field): edit for edit in edits}
    cycles = rows_of(plan, user)
    for rows in cycles:
        rows.cycle.plan = plan
        rows.form = CycleForm(user=user, instance=rows.cycle, goals=goals, is_grid=True)
        rows.cells = _cells(rows.form, changed)
        for week in rows.weeks:
            week.plan, week.cycle = plan, rows.cycle
            week.cells = _cells(WeekForm(user=user, instance=week, is_grid=True), changed)
    context = {
        "plan": plan,
        "cycles": cycles,
        "at_hand": week_at_hand(cycles, user.today),
        "paste_form": None if cycles else PasteForm(user=user, plan=plan, rows=[]),
        "as_of": now,
        "undo": _last_move(plan, user),
        "trail": trail_of(plan, ("Write", None)),
    }
    return render(request, "ilt/plan_edit.html", context)


def _last_move(plan, user):
    """What the person did to many rows today and may still take back: its kind and address."""
    move = PlanMove.objects.visible_to(user).filter(plan=plan).open_on(user.today, user).first()
    return move and {"kind": move.get_kind_display(), "url": undo_url(move)}


def _cells(form, changed):
    """(cell, who else changed it lately) in the order of the row."""
    return [(form[name], changed.get((form.instance.pk, name))) for name in form.cells]


@require_safe
def plan_changes(request, pk):
    """What others changed since the page was made, as the open page asks every few seconds."""
    plan, user = get_editable_plan(request, pk), request.user
    since, now = parse_datetime(request.GET.get("since", "")), timezone.now()
    if since is None or timezone.is_naive(since):
        since = now
    edits = others_edits(plan, user, since=max(since, now - CHANGED_LATELY))
    rows = _rows_by_id(user, {edit.row for edit in edits})
    cells = [_cell(edit, rows[edit.row]) for edit in edits if edit.row in rows]
    # A change that began before this answer may be committed after it: ask for that moment again.
    since = (now - dt.timedelta(seconds=10)).isoformat()
    return JsonResponse({"cells": cells, "version": plan.version, "since": since})


def _rows_by_id(user, ids):
    if not ids:
        return {}
    cycles = PlanCycle.objects.visible_to(user).kept().filter(pk__in=ids)
    weeks = PlanWeek.objects.visible_to(user).kept().filter(pk__in=ids)
    return {row.pk: row for row in (*cycles, *weeks)}


def _cell(edit, row):
    kind = "week" if isinstance(row, PlanWeek) else "cycle"
    return {
        "cell": f"{kind}-{row.pk}-{edit.field}",
        "value": cells_of(row)[edit.field],
        "by": edit.edited_by.name,
    }
