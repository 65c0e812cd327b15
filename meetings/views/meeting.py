"""A meeting's page: its agenda, what came of the one before, who is there, how it is closed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.dates import long_date
from core.messages import success_with_undo
from meetings.actions import meeting as actions
from meetings.forms.meeting import CancelForm, HoldForm
from meetings.guiding import questions_of
from meetings.impact import Lists, carry_over
from meetings.models import Attendance, Meeting, QualityCheck, Section
from meetings.views.team import TEAMS, form_page
from people.forms.rows import is_saved
from people.models import Team
from people.views.finding import allow

RUNS = "A meeting is closed, cancelled and opened again by who facilitates it, and by principals."
MEETS_THEN = "The team has another meeting at that time by now. Move that one first."


def meetings_of(request):
    return Meeting.objects.visible_to(request.user).for_page(request.user.today)


def get_meeting(request, pk):
    return get_object_or_404(meetings_of(request), pk=pk)


def get_own_meeting(request, pk):
    """A meeting whose agenda, list and notes the person keeps."""
    meeting = get_meeting(request, pk)
    allow(meeting.can_be_edited_by(request.user))
    return meeting


def _get_run_meeting(request, pk):
    meeting = get_meeting(request, pk)
    allow(meeting.can_be_run_by(request.user), RUNS)
    return meeting


def trail_of(meeting, *entries):
    """Teams, the team, the meeting, and what is below it."""
    team, day = meeting.team, long_date(meeting.starts_at)
    own = (day, meeting.get_absolute_url() if entries else None)
    return [TEAMS, (team.name, team.get_absolute_url()), own, *entries]


def sections_of(meeting, user):
    rows = Section.objects.visible_to(user).filter(meeting=meeting)
    rows = rows.select_related("leader", "held_by", "notes_by")
    return list(rows.prefetch_related("resources"))


@require_safe
def meeting_detail(request, pk):
    """The agenda in its five parts, with all that came of the meeting before."""
    meeting = get_meeting(request, pk)
    return _page(request, meeting, HoldForm(user=request.user))


def _page(request, meeting, form, status=200):
    user = request.user
    lists, sections = Lists.of(meeting), sections_of(meeting, user)
    attendances = lists.attendances_of(meeting)
    checks = QualityCheck.objects.visible_to(user).filter(meeting=meeting)
    context = {
        **page_of_sections(meeting, sections, user, timezone.now()),
        "impact": carry_over(meeting, lists),
        "attendances": attendances,
        **_prework_of(attendances, user),
        "assignments": lists.assignments_of(meeting),
        "can_run": meeting.can_be_run_by(user),
        "other_teams": _other_teams(user, meeting),
        "form": form,
        "has_errors": status != 200,
        "can_check": meeting.can_be_seen_for_quality_by(user),
        "checks": checks.select_related("observer"),
        "trail": trail_of(meeting),
    }
    return render(request, "meetings/meeting_detail.html", context, status=status)


def _prework_of(attendances, user):
    """Who has done the prework, who has not, and the reader's own place on the list."""
    still_open = [row for row in attendances if row.prework_done_at is None]
    return {
        "own_attendance": next((row for row in attendances if row.user_id == user.pk), None),
        "prework_open": still_open,
        "prework_done": len(attendances) - len(still_open),
    }


def page_of_sections(meeting, sections, user, now):
    """What the five parts on the page are drawn from; `seen` tells whether they changed."""
    for section in sections:
        section.is_taken = section.is_held_against(user, now)
        section.is_held_now = section.is_held(now)
        section.questions = questions_of(section.part, meeting.team)
    return {
        "is_first": meeting.previous_id is None or meeting.number == 1,
        "meeting": meeting,
        "sections": sections,
        "can_edit": meeting.can_be_edited_by(user),
        "seen": "-".join(f"{s.version}{s.held_by_id if s.is_held_now else ''}" for s in sections),
    }


def _other_teams(user, meeting):
    """Teams of this kind that the person facilitates too, for the same agenda."""
    if not meeting.can_be_edited_by(user):
        return []
    teams = {
        m.team for m in user.current_team_memberships if m.team_id in user.facilitated_team_ids
    }
    same = [t for t in teams if t.kind == meeting.team.kind and t.pk != meeting.team_id]
    return sorted(same, key=lambda team: team.name)


@require_POST
def agenda_use(request, pk):
    """The same agenda for another team of the person: one tap."""
    meeting = get_own_meeting(request, pk)
    teams = Team.objects.visible_to(request.user).current().select_related("school_system")
    own = teams.filter(pk__in=request.user.facilitated_team_ids, kind=meeting.team.kind)
    team = get_object_or_404(own, pk=_uuid(request.POST.get("team")))
    try:
        copy = actions.use_agenda_for(meeting, team, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        when = long_date(copy.starts_at)
        messages.success(request, f"{team.name} has this agenda on {when}.")
    return redirect(meeting)


def _uuid(text):
    """The id somebody posted, or nothing that can be found."""
    try:
        return Team._meta.pk.to_python(text)
    except ValidationError:
        return None


@require_POST
def attendance(request, pk):
    """Everybody there in one tap, or one person there or not."""
    meeting = get_own_meeting(request, pk)
    place = "attendance"
    if "everybody" in request.POST:
        actions.mark_everybody_present(meeting)
    else:
        rows = Attendance.objects.visible_to(request.user).filter(meeting=meeting)
        row = get_object_or_404(rows, pk=_uuid(request.POST.get("person")))
        state = request.POST.get("state")
        allow(state in Attendance.State.values)
        actions.mark_attendance(row, state)
        place = f"person-{row.pk}"
    return redirect(f"{meeting.get_absolute_url()}#{place}")


@require_POST
def meeting_hold(request, pk):
    """Close the meeting: with what everyone does next, or the reason why there is nothing."""
    meeting, user = _get_run_meeting(request, pk), request.user
    form = HoldForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            _hold(request, meeting, form.cleaned_data)
        except ValidationError as error:
            form.add_error("assignment", error)
        else:
            undo = reverse("meetings:meeting_reopen", args=[meeting.pk])
            success_with_undo(request, f"The meeting is closed.{_remark(meeting, user)}", undo)
            return redirect(meeting)
    return _page(request, meeting, form, status=422)


def _remark(meeting, user):
    """Where its day has not come: minutes and the next meeting follow the day in the agenda."""
    if meeting.starts_at.astimezone(user.zone).date() <= user.today:
        return ""
    day = long_date(meeting.starts_at.astimezone(user.zone).date())
    return f" Its day is {day}: if you met earlier, change it in the agenda."


def _hold(request, meeting, data):
    actions.hold(
        meeting,
        now=timezone.now(),
        assignment=data["assignment"],
        because=data["no_assignment_because"],
        everybody_present="everybody" in request.POST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request, pk):
    """The meeting falls out, for a reason; it counts on the team's page."""
    meeting = _get_run_meeting(request, pk)
    form = CancelForm(request.POST or None, user=request.user)
    if form.is_valid() and is_saved(
        form, actions.cancel, meeting, because=form.cleaned_data["because"]
    ):
        undo = reverse("meetings:meeting_reopen", args=[meeting.pk])
        success_with_undo(request, "The meeting is cancelled.", undo)
        return redirect(meeting)
    return form_page(request, form, "Cancel the meeting", trail_of(meeting, ("Cancel", None)))


@require_POST
def meeting_reopen(request, pk):
    """Planned again, where it was closed or cancelled by mistake."""
    meeting = _get_run_meeting(request, pk)
    try:
        actions.reopen(meeting)
    except IntegrityError:
        messages.warning(request, MEETS_THEN)
    else:
        messages.success(request, "The meeting is planned again.")
    return redirect(meeting)


@require_safe
def meeting_project(request, pk):
    """For the wall: one part at a time in large type; the timer waits until somebody asks."""
    meeting = get_meeting(request, pk)
    sections = sections_of(meeting, request.user)
    wanted = request.GET.get("part")
    place = next((n for n, s in enumerate(sections) if s.part == wanted), 0)
    section = sections[place]
    context = {
        "meeting": meeting,
        "section": section,
        "place": place + 1,
        "count": len(sections),
        "before": sections[place - 1] if place else None,
        "after": sections[place + 1] if place + 1 < len(sections) else None,
        "impact": carry_over(meeting) if section.part == Section.Part.IMPACT else None,
        "trail": trail_of(meeting, (section.get_part_display(), None)),
    }
    return render(request, "meetings/meeting_project.html", context)
