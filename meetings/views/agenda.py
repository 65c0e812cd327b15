"""Writing an agenda: on one page, or pasted from a document."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.dates import long_date
from core.forms import render_form
from meetings.actions import guest as guest_actions
from meetings.actions import meeting as actions
from meetings.actions.planning import parts_in_order, plan_all
from meetings.forms.meeting import AgendaForm, GuestForm, PasteForm, agenda_initial
from meetings.models import Attendance, Meeting, Section
from meetings.pasting import read_table
from meetings.series import days_of_series, has_series
from meetings.views.meeting import get_own_meeting, sections_of, trail_of
from meetings.views.team import form_page, teams_of
from meetings.views.team import trail_of as team_trail
from people.school_days import SystemCalendar
from people.views.finding import allow

MEMBERS = "Its members plan a team’s meetings."


def can_plan_for(team, user):
    """Who puts a meeting on the team's calendar: its members but guests, principals, keepers."""
    return team.can_be_edited_by(user) or user.writes_in(team)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request, pk):
    """A meeting with its agenda at once; the day and time are those of the series."""
    team, user = get_object_or_404(teams_of(request).current(), pk=pk), request.user
    allow(can_plan_for(team, user), MEMBERS)
    parts = parts_in_order(user.school_system)
    form = AgendaForm.for_parts(parts)(
        request.POST or None, user=user, team=team, parts=parts, initial=_next_time(team, user)
    )
    if form.is_valid():
        try:
            meeting = plan_all([form.draft()], by=user)[0]
        except IntegrityError as error:
            form.tell(error)
        else:
            messages.success(request, f"The meeting is planned.{_remark(form, user)}")
            reads = Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
            return redirect(meeting if reads else team)
    trail = team_trail(team, ("Plan a meeting", None))
    return _agenda_page(request, form, "Plan a meeting", trail)


def _remark(form, user):
    """What a mistyped day looks like; who writes down a meeting of last week may go on."""
    team, day = form.team, form.cleaned_data["on"]
    if day < user.today:
        what = "has passed"
    elif not SystemCalendar.of(team.school_system).at(team.school_id).is_school_day(day):
        what = "is no school day"
    else:
        return ""
    return f" Its day, {long_date(day)}, {what}: change it if you meant another one."


def _next_time(team, user):
    """The next day of the series, the team's minutes and place."""
    initial = {"minutes": team.minutes, "place": team.place, "at": team.meets_at}
    if has_series(team):
        tomorrow = user.today + dt.timedelta(days=1)
        days, _ = days_of_series(team, tomorrow, tomorrow + dt.timedelta(weeks=17))
        initial["on"] = days[0] if days else None
    return initial


def _agenda_page(request, form, heading, trail, **more):
    context = {"form": form, "heading": heading, "trail": trail, **more}
    return render_form(request, "meetings/agenda_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_edit(request, pk):
    """Change the agenda; where somebody else saved it meanwhile, both are shown."""
    meeting, user = get_own_meeting(request, pk), request.user
    sections = sections_of(meeting, user)
    parts = [Section.Part(section.part) for section in sections]
    initial = agenda_initial(meeting, sections, user.zone)
    form = AgendaForm.for_parts(parts)(
        request.POST or None, user=user, team=meeting.team, parts=parts, initial=initial
    )
    trail = trail_of(meeting, ("Agenda", None))
    if form.is_valid():
        try:
            _save(meeting, form)
        except IntegrityError as error:
            form.tell(error)
        except actions.AgendaChanged:
            return _conflict(request, form, initial, trail)
        else:
            messages.success(request, f"The agenda is saved.{_remark(form, user)}")
            return redirect(meeting)
    return _agenda_page(request, form, "Agenda", trail)


def _save(meeting, form):
    draft = form.draft()
    draft.number = meeting.number if draft.goal == meeting.goal else None
    version = form.cleaned_data["version"] or 0
    actions.save_agenda(meeting, draft, version=version, now=timezone.now())


def _conflict(request, form, initial, trail):
    """409 with what is stored now beside what was typed; saving again replaces it."""
    different = [
        (form[name], value)
        for name, value in initial.items()
        if name != "version" and str(value or "") != form.data.get(name, "").replace("\r\n", "\n")
    ]
    form.data = form.data.copy()
    form.data["version"] = initial["version"]
    context = {"form": form, "heading": "Agenda", "trail": trail, "conflicts": different}
    return render(request, "meetings/agenda_edit.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_paste(request, pk):
    """A table from a document becomes the agenda: first shown as it is read, then put in."""
    meeting = get_own_meeting(request, pk)
    form = PasteForm(request.POST or None, user=request.user)
    pasted = read_table(form.cleaned_data["table"]) if form.is_valid() else None
    if pasted and "put" in request.POST and pasted.rows():
        actions.paste_rows(meeting, pasted.texts, pasted.minutes)
        messages.success(request, "The table is in the agenda.")
        return redirect(meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "pasted": pasted,
        "trail": trail_of(meeting, ("Paste a table", None)),
    }
    return render_form(request, "meetings/agenda_paste.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guest_add(request, pk):
    """Somebody from outside the team at this meeting, who reads this meeting alone."""
    meeting = get_own_meeting(request, pk)
    form = GuestForm(request.POST or None, user=request.user)
    if form.is_valid():
        person = form.cleaned_data["person"]
        guest_actions.invite(meeting, person)
        messages.success(request, f"{person.name} is on the list.")
        return redirect(meeting)
    return form_page(request, form, "Invite a guest", trail_of(meeting, ("Invite a guest", None)))


@require_POST
def guest_remove(request, pk):
    rows = Attendance.objects.visible_to(request.user).filter(is_guest=True)
    guest = get_object_or_404(rows.select_related("meeting__team", "user"), pk=pk)
    if not guest.meeting.can_be_edited_by(request.user):
        raise PermissionDenied
    guest_actions.take_off(guest)
    messages.success(request, f"{guest.user.name} is off the list.")
    return redirect(guest.meeting)
