"""My week: teachers who are due, the days, and planning in one tap."""

import datetime as dt
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.actions import week as actions
from coaching.views.visit import get_editable_visit
from coaching.week import Week
from core.dates import long_date, week_of
from core.messages import success_with_undo
from people.models import Membership

A_WEEK = dt.timedelta(days=7)
WEEKEND = dt.timedelta(days=2)
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
NOT_PLANNED = "This visit is not planned any more."


@require_safe
def week(request):
    """The week that holds the day of the address (`?week=`); without it this one, on Saturday and
    Sunday the next."""
    user = request.user
    if Membership.Role.COACH not in user.duties:
        raise Http404
    current = _monday_of(user.today + WEEKEND)
    asked = request.GET.get("week")
    monday = _monday_of(_day_of(asked)) if asked else current
    context = {
        "week": Week(user, monday),
        "title": week_of(monday),
        "before": monday - A_WEEK,
        "after": monday + A_WEEK,
        "is_this_week": monday == current,
        "trail": [("Today", "/"), ("My week", None)],
    }
    return render(request, "coaching/week.html", context)


def _monday_of(day):
    return day - dt.timedelta(days=day.weekday())


def _day_of(text):
    """The day an address or a button names; 404 where it is no day of our times."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST <= day <= LAST:
        raise Http404
    return day


def _to_week_of(day):
    return redirect(reverse("coaching:week", query={"week": day.isoformat()}))


@require_POST
def week_place(request):
    """One tap: a visit to this teacher is planned for this day."""
    day = _day_of(request.POST.get("day", ""))
    try:
        teacher = uuid.UUID(request.POST.get("teacher", ""))
    except ValueError:
        raise Http404 from None
    try:
        visit = actions.place_visit(teacher, day, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to_week_of(day)
    if visit is None:
        raise Http404
    undo = reverse("coaching:visit_unplan", args=[visit.pk])
    text = f"Visit to {visit.teacher.name} planned for {long_date(day)}."
    success_with_undo(request, text, undo)
    return _to_week_of(day)


@require_POST
def visit_move(request, pk):
    """One tap: a planned visit is planned for another day."""
    visit = get_editable_visit(request, pk)
    day = _day_of(request.POST.get("day", ""))
    try:
        is_moved = actions.move_visit(visit, day, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _to_week_of(day)
    if is_moved:
        messages.success(request, f"Visit to {visit.teacher.name} moved to {long_date(day)}.")
    else:
        messages.error(request, NOT_PLANNED)
    return _to_week_of(day)


@require_POST
def visit_unplan(request, pk):
    """One tap: a planned visit comes off the plan."""
    visit = get_editable_visit(request, pk)
    if actions.take_off_plan(visit, now=timezone.now()):
        undo = reverse("coaching:visit_unplan_undo", args=[visit.pk])
        success_with_undo(request, f"Visit to {visit.teacher.name} is off the plan.", undo)
    else:
        messages.error(request, NOT_PLANNED)
    return _to_week_of(visit.planned_on) if visit.planned_on else redirect(visit)


@require_POST
def visit_unplan_undo(request, pk):
    """The visit is planned again, as it was."""
    visit = get_editable_visit(request, pk)
    actions.put_back_on_plan(visit)
    messages.success(request, f"Visit to {visit.teacher.name} is planned again.")
    return _to_week_of(visit.planned_on) if visit.planned_on else redirect(visit)
