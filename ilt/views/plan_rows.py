"""Cycles and weeks of a long-range plan: added, written, removed and brought back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core import autosave
from core.dates import long_date
from core.forms import render_form
from core.messages import success_with_undo
from ilt.actions import long_range_rows as actions
from ilt.actions.long_range_cells import CellConflicts, save_cells
from ilt.actions.plan_meeting import meet, planned_words
from ilt.forms.long_range_plan import CycleAddForm, CycleForm, CycleWithGoalForm, WeekForm, shown
from ilt.models import PlanWeek
from ilt.views.finding import get_cycle, get_editable_plan, get_week, place, trail_of


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_add(request, pk):
    """Add a cycle: its days, its priority, its short-term goal picked or written in place."""
    plan = get_editable_plan(request, pk)
    form = CycleAddForm(_posted(request), user=request.user, plan=plan)
    if form.is_valid():
        values = form.cleaned_data
        try:
            cycle = actions.add_cycle(
                form.cycle(), goal=form.new_goal(), with_weeks=values["with_weeks"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Cycle added.")
            return redirect(place(plan, f"cycle-{cycle.pk}"))
    context = {"form": form, "plan": plan, "trail": trail_of(plan, ("Add a cycle", None))}
    return render_form(request, "ilt/cycle_add.html", context)


def _posted(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request, pk, row):
    """One cycle on a page of its own; here its short-term goal can be written in place."""
    cycle = get_cycle(request, pk, row)
    form = CycleWithGoalForm(_posted(request), user=request.user, instance=cycle)
    return _row_page(request, form, "Cycle", _write_goal)


def _write_goal(form):
    goal = form.new_goal()
    if goal:
        actions.write_goal_of(form.instance, goal)


@require_http_methods(["GET", "HEAD", "POST"])
def week_edit(request, pk, row):
    """One week on a page of its own: the row form."""
    week = get_week(request, pk, row)
    form = WeekForm(_posted(request), user=request.user, instance=week)
    return _row_page(request, form, "Week", lambda form: None)


def _row_page(request, form, kind, after):
    """The form of one row. 409 with both texts where somebody else was faster."""
    theirs, row = {}, form.instance
    if form.is_valid():
        try:
            changes = form.changes()
            if changes:
                save_cells(row, changes, by=request.user, now=timezone.now())
            after(form)
        except ValidationError as error:
            form.add_error(None, error)
        except CellConflicts as conflicts:
            theirs = conflicts.theirs
            form.start_from(theirs)
        else:
            messages.success(request, f"{kind} saved.")
            return redirect(place(row.plan, f"{form.kind}-{row.pk}"))
    context = {
        "form": form,
        "plan": row.plan,
        "kind": kind,
        "conflicts": shown(form, theirs),
        "back": place(row.plan, f"{form.kind}-{row.pk}"),
        "trail": trail_of(row.plan, (kind, None)),
    }
    if theirs:
        return render(request, "ilt/row_edit.html", context, status=409)
    return render_form(request, "ilt/row_edit.html", context)


@require_POST
def cycle_save(request, pk, row):
    """Autosave of one cell of a cycle; see core/autosave.py for what goes over the wire."""
    cycle = get_cycle(request, pk, row)
    return _save(request, CycleForm(user=request.user, instance=cycle))


@require_POST
def week_save(request, pk, row):
    """Autosave of one cell of a week."""
    return _save(request, WeekForm(user=request.user, instance=get_week(request, pk, row)))


def _save(request, form):
    typed, now = autosave.read(request), timezone.now()
    try:
        change = form.one_change(typed)
        save_cells(form.instance, [change], by=request.user, now=now)
    except KeyError:
        raise Http404 from None
    except ValidationError as error:
        return autosave.refused(error)
    except CellConflicts as conflicts:
        return autosave.conflict(autosave.Conflict(*conflicts.theirs[typed.field]))
    return autosave.saved(autosave.as_posted(change.value), now=now)


@require_POST
def week_add(request, pk, row):
    """A week on the next meeting day of the cycle that has none."""
    cycle = get_cycle(request, pk, row)
    try:
        week = actions.add_week(cycle)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(place(cycle.plan, f"cycle-{cycle.pk}"))
    return redirect(place(cycle.plan, f"week-{week.pk}"))


@require_POST
def week_meet(request, pk, row):
    """The week becomes its meeting: one click."""
    week = get_week(request, pk, row)
    before = (
        PlanWeek.objects.visible_to(request.user)
        .kept()
        .filter(cycle=week.cycle_id, on__lte=week.on)
    )
    try:
        meeting = meet(week, before.count(), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, planned_words(meeting, request.user.zone))
    return redirect(place(week.plan, f"week-{week.pk}"))


@require_POST
def week_remove(request, pk, row):
    week = get_week(request, pk, row)
    actions.remove_week(week, now=timezone.now())
    undo = reverse("ilt:week_restore", args=[pk, row])
    success_with_undo(request, f"The week of {long_date(week.on)} was removed.", undo)
    return redirect(place(week.plan, f"cycle-{week.cycle_id}"))


@require_POST
def week_restore(request, pk, row):
    """Bring a removed week back, with everything that was in it."""
    week = get_week(request, pk, row, is_removed=True)
    return _restore(request, actions.restore_week, week, f"week-{week.pk}")


@require_POST
def cycle_remove(request, pk, row):
    cycle = get_cycle(request, pk, row)
    actions.remove_cycle(cycle, now=timezone.now())
    undo = reverse("ilt:cycle_restore", args=[pk, row])
    success_with_undo(request, "The cycle and its weeks were removed.", undo)
    return redirect("ilt:plan_edit", cycle.plan_id)


@require_POST
def cycle_restore(request, pk, row):
    """Bring a removed cycle back, with the weeks that went with it."""
    cycle = get_cycle(request, pk, row, is_removed=True)
    return _restore(request, actions.restore_cycle, cycle, f"cycle-{cycle.pk}")


def _restore(request, act, row, anchor):
    try:
        act(row)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]} {actions.TAKEN}")
        return redirect("ilt:plan_edit", row.plan_id)
    messages.success(request, "It is back.")
    return redirect(place(row.plan, anchor))
