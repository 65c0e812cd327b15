"""Teams: which there are, who is in them, when they meet."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.messages import success_with_undo
from goals.models.reading import reads_data_of
from meetings.actions import team as actions
from meetings.forms.team import MemberForm, TeamForm, TermForm
from meetings.models import Meeting
from meetings.series import days_of_series, has_series
from meetings.team_calendar import calendar_of
from people.forms.rows import constraint_of, is_saved
from people.models import Feature, Team, TeamMember
from people.views.finding import allow, get_editable, page_of

TEAMS = ("Teams", reverse_lazy("meetings:team_list"))
KEEPERS = "A team is kept by who facilitates it, and by the leaders above it."
NO_SERIES = "Say first on which day and when the team meets."


def teams_of(request):
    return Team.objects.visible_to(request.user).select_related("school", "school_system")


def trail_of(team, *entries):
    return [TEAMS, (team.name, team.get_absolute_url()), *entries]


def form_page(request, form, heading, trail, **more):
    """A page that is a heading and one form."""
    context = {"form": form, "heading": heading, "trail": trail, **more}
    return render_form(request, "meetings/form.html", context)


@require_safe
def team_list(request):
    """The own teams first, then those where the person works, then the school system's and those
    of the other schools."""
    user = request.user
    schools = {held.school_id for held in user.current_memberships}
    teams = Team.objects.visible_to(user).current().select_related("school")
    teams = teams.order_by(F("school__name").asc(nulls_first=True), "name", "pk")
    others = teams.exclude(pk__in=user.team_ids)
    context = {
        "mine": teams.of_member(user),
        "here": others.filter(school__in=schools - {None}),
        "page": page_of(request, others.exclude(school__in=schools - {None})),
        "can_add": can_begin_a_team(user),
        "leads_school": bool(user.led_school_ids),
        "trail": [("Teams", None)],
    }
    return render(request, "meetings/team_list.html", context)


def can_begin_a_team(user):
    """Whether there is a kind of team this person may begin."""
    above = user.is_system_admin or user.is_district_staff or user.is_in_system_ilt
    return bool(above or user.led_school_ids or user.ilt_school_ids)


@require_safe
def team_detail(request, pk):
    """Who is in the team, what it holds itself to; for those who read its meetings, these too."""
    teams, user = teams_of(request).with_feature(Feature.STAGE_GAUGE), request.user
    team = get_object_or_404(teams, pk=pk)
    members = TeamMember.objects.visible_to(user).active(user.today)
    meetings = Meeting.objects.visible_to(user).filter(team=team)
    is_whole = request.GET.get("meetings") == "all"
    context = {
        "team": team,
        "reads_work": team.work_can_be_read_by(user),
        "reads_stage": team.has_feature and reads_data_of(user, team.school_id),
        "members": members.filter(team=team).select_related("user"),
        "can_edit": team.can_be_edited_by(user),
        "can_plan": team.can_be_edited_by(user) or user.writes_in(team),
        "today": user.today,
        **calendar_of(team, meetings, user, timezone.now(), is_whole=is_whole),
        "trail": [TEAMS, (team.name, None)],
    }
    return render(request, "meetings/team_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def team_add(request):
    """Begin a team; whoever begins one of the own school facilitates it."""
    allow(can_begin_a_team(request.user), KEEPERS)
    form = TeamForm(request.POST or None, user=request.user)
    if form.is_valid() and is_saved(form, actions.begin_team, form.instance, by=request.user):
        messages.success(request, f"{form.instance.name} was added. Say who is in it.")
        return redirect(form.instance)
    return form_page(request, form, "Add a team", [TEAMS, ("Add a team", None)])


@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request, pk):
    team = get_editable(request, teams_of(request), pk)
    trail = trail_of(team, ("Change", None))
    form = TeamForm(request.POST or None, instance=team, user=request.user)
    if form.is_valid() and is_saved(form, actions.save_team, team):
        messages.success(request, f"{team.name} was saved.")
        return redirect(team)
    return form_page(request, form, "Change the team", trail)


@require_POST
def team_end(request, pk):
    """The team meets no more; Undo takes that back."""
    team = get_editable(request, teams_of(request), pk)
    actions.end_team(team, now=timezone.now())
    undo = reverse("meetings:team_restore", args=[team.pk])
    success_with_undo(request, f"{team.name} was ended.", undo)
    return redirect(team)


@require_POST
def team_restore(request, pk):
    team = get_editable(request, teams_of(request), pk)
    try:
        actions.end_team(team, now=None)
    except IntegrityError as error:
        messages.error(request, constraint_of(Team, error).violation_error_message)
    else:
        messages.success(request, f"{team.name} meets again.")
    return redirect(team)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request, pk):
    team = get_editable(request, teams_of(request), pk)
    trail = trail_of(team, ("Add a member", None))
    form = MemberForm(request.POST or None, instance=TeamMember(team=team), user=request.user)
    if form.is_valid() and is_saved(form, actions.save_member, form.instance, now=timezone.now()):
        messages.success(request, f"{form.instance.user.name} is in {team.name}.")
        return redirect(team)
    return form_page(request, form, f"Add somebody to {team.name}", trail)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, pk):
    member = get_editable(request, _members(request), pk)
    trail = trail_of(member.team, (member.user.name, None))
    form = MemberForm(request.POST or None, instance=member, user=request.user)
    if form.is_valid() and is_saved(form, actions.save_member, member, now=timezone.now()):
        messages.success(request, f"{member.user.name} was saved.")
        return redirect(member.team)
    return form_page(request, form, f"{member.user.name} in {member.team.name}", trail)


@require_POST
def member_end(request, pk):
    """Out of the team from today on."""
    member = get_editable(request, _members(request), pk)
    member.ends_on = max(request.user.today, member.starts_on)
    actions.save_member(member, now=timezone.now())
    messages.success(request, f"{member.user.name} is no longer in {member.team.name}.")
    return redirect(member.team)


def _members(request):
    rows = TeamMember.objects.visible_to(request.user)
    return rows.select_related("user", "team__school", "team__school_system")


@require_http_methods(["GET", "HEAD", "POST"])
def series_plan(request, pk):
    """The meetings of a term at once: the dates are shown first, then planned."""
    team = get_editable(request, teams_of(request), pk)
    if not has_series(team):
        messages.warning(request, NO_SERIES)
        return redirect("meetings:team_edit", pk=team.pk)
    form = TermForm(request.POST or request.GET or None, user=request.user)
    days, skipped = _days(team, form, request.user.today)
    if request.method == "POST" and days:
        planned = actions.plan_series(team, days, by=request.user)
        words = "1 meeting is" if len(planned) == 1 else f"{len(planned)} meetings are"
        messages.success(request, f"{words} planned.")
        return redirect(team)
    trail = trail_of(team, ("Plan the meetings of a term", None))
    context = {"team": team, "form": form, "days": days, "skipped": skipped, "trail": trail}
    return render_form(request, "meetings/series_plan.html", context)


def _days(team, form, today):
    if not form.is_valid():
        return [], []
    term = form.cleaned_data["term"]
    meets, skipped = days_of_series(team, term.starts_on, term.ends_on)
    return [day for day in meets if day >= today], [day for day in skipped if day >= today]
