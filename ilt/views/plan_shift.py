"""Shifting a cycle by some weeks: looked at first, then done."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.forms import render_form
from ilt.actions.long_range_moves import shift
from ilt.actions.long_range_rows import calendar_of
from ilt.forms.plan_moves import ShiftForm
from ilt.plan_page import bare_rows_of
from ilt.shifting import moved, problems
from ilt.views.finding import get_cycle, place, trail_of
from ilt.views.plan_undo import say_with_undo


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_shift(request, pk, row):
    """The address holds by how many weeks; the page shows the new days, and a POST takes them."""
    cycle = get_cycle(request, pk, row)
    plan = cycle.plan
    data = request.POST if request.method == "POST" else request.GET
    form = ShiftForm(data if "weeks" in data else None, user=request.user)
    rows = bare_rows_of(plan)
    moves = _moves(form, cycle, rows) if form.is_valid() else []
    asked = request.method == "POST" and moves and form.is_valid()
    if asked and (done := _shifted(request, form, moves)):
        say_with_undo(request, done, "The cycle and its weeks have their new days.")
        return redirect(place(plan, f"cycle-{cycle.pk}"))
    context = {
        "form": form,
        "plan": plan,
        "number": next(one.number for one in rows if one.cycle.pk == cycle.pk),
        "moves": moves if form.is_valid() else [],
        "trail": trail_of(plan, ("Shift a cycle", None)),
    }
    return render_form(request, "ilt/cycle_shift.html", context)


def _moves(form, cycle, rows):
    """The new days; what is in the way becomes an error of the form."""
    later = form.cleaned_data["later"]
    moving = [
        one
        for one in rows
        if one.cycle.pk == cycle.pk or (later and one.cycle.starts_on > cycle.starts_on)
    ]
    moves = moved(moving, form.cleaned_data["weeks"], calendar_of(cycle.plan.team))
    others = [one for one in rows if one not in moving]
    for words in problems(moves, others, cycle.plan.school_year):
        form.add_error(None, words)
    return moves


def _shifted(request, form, moves):
    try:
        seen = int(request.POST.get("version", ""))
    except ValueError:
        seen = -1
    try:
        return shift(moves[0].cycle.plan, moves, version=seen, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None
