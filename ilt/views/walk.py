"""Learning walks: begun, tallied on a phone, read, and what they show over time."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from goals.models import Goal
from ilt.actions import walk as actions
from ilt.forms import walk as forms
from ilt.models import LearningWalk, WalkLookFor
from ilt.models.keeping import keeps_any, own_ilts
from ilt.views.saving import form_page, is_written, teams_trail
from ilt.walk_trends import patterns_of, trends_of, walks_to_count
from people.models import School, Team
from people.views.finding import allow, get_editable, page_of

WALKERS = "Learning walks are made by leadership teams and principals."
NO_TEAM = "The school has no leadership team yet: name it first"
OVER = "This walk is over: its tallies can be corrected."
READERS = ("the school’s principals and leadership team", "the system’s leadership team")
ONLY_TRENDS = "District staff see trends over many classrooms alone."
BOTH = ["GET", "HEAD", "POST"]


def _walks(request):
    return LearningWalk.objects.visible_to(request.user).select_related("school", "team", "goal")


def _trail(*entries):
    return teams_trail(("Learning walks", reverse("ilt:walk_list")), *entries)


def _trail_of(walk, *entries):
    return _trail((walk.focus, walk.get_absolute_url() if entries else None), *entries)


@require_safe
def walk_list(request):
    """The walks one may read, newest first."""
    user = request.user
    _find(keeps_any(user))
    walks = _walks(request).annotate(items=Count("look_fors"))
    context = {
        "page": page_of(request, walks.order_by("-walked_on", "-created_at")),
        "trail": teams_trail(("Learning walks", None)),
    }
    return render(request, "ilt/walk_list.html", context)


def _find(is_there):
    if not is_there:
        raise Http404


@require_safe
def walk_trends(request):
    """Each look-for from walk to walk, each indicator across classrooms."""
    user = request.user
    _find(keeps_any(user) or user.is_district_staff)
    walks = walks_to_count(user)
    school = _school_of(request)
    if school:
        walks = walks.filter(school=school)
    goals = Goal.objects.visible_to(user).filter(learning_walks__in=walks_to_count(user)).distinct()
    goals = list(goals.select_related("school", "team"))
    goal = next((one for one in goals if str(one.pk) == request.GET.get("goal")), None)
    if goal:
        walks = walks.filter(goal=goal)
    context = {
        "goals": goals,
        "goal": goal,
        "trends": trends_of(walks),
        "patterns": patterns_of(walks),
        "schools": School.objects.visible_to(user).filter(learning_walks__in=walks_to_count(user)),
        "school": school,
        "note": "" if keeps_any(user) else ONLY_TRENDS,
        "trail": teams_trail(("What learning walks show", None)),
    }
    context["schools"] = context["schools"].distinct()
    return render(request, "ilt/walk_trends.html", context)


def _school_of(request):
    """The school the address asks for; none where it is not one."""
    asked = request.GET.get("school", "")
    schools = School.objects.visible_to(request.user)
    return next((school for school in schools if str(school.pk) == asked), None) if asked else None


@require_http_methods(BOTH)
def walk_add(request):
    user = request.user
    _find(keeps_any(user))
    row = LearningWalk()
    form = forms.WalkStartForm(
        request.POST or None, instance=row, user=user, initial={"walked_on": user.today}
    )
    if form.is_valid() and _is_begun(form, user):
        messages.success(request, "The walk is begun. Tally the first classroom.")
        return redirect("ilt:walk_tally", pk=row.pk)
    return form_page(request, form, "Begin a learning walk", _trail(("Begin a walk", None)))


def _is_begun(form, user):
    return _has_team(form, user) and is_written(form, actions.save_walk, **form.look_fors())


def _has_team(form, user):
    """Whose walk it is: the own leadership team, the school's before the system's; for a principal
    the school's."""
    school = form.instance.school_id
    own = sorted(own_ilts(user), key=lambda team: team.school_id is None)
    own = [team for team in own if team.school_id in (None, school)]
    teams = Team.objects.visible_to(user).current().filter(school=school, kind="school_ilt")
    form.instance.team = own[0] if own else teams.first()
    if form.instance.team_id is None:
        form.add_error("school", NO_TEAM)
    return form.instance.team_id is not None


@require_safe
def walk_detail(request, pk):
    walk = get_object_or_404(_walks(request), pk=pk)
    look_fors = WalkLookFor.objects.visible_to(request.user).filter(walk=walk)
    context = {
        "walk": walk,
        "look_fors": look_fors,
        "practices": walk.best_practices.filter(ended_at=None),
        "can_edit": walk.can_be_edited_by(request.user),
        "readers": READERS,
        "trail": _trail_of(walk),
    }
    return render(request, "ilt/walk_detail.html", context)


@require_http_methods(BOTH)
def walk_edit(request, pk):
    """What is looked at, what was seen, and more look-fors."""
    walk = get_editable(request, _walks(request), pk)
    form = forms.WalkForm(request.POST or None, instance=walk, user=request.user)
    if form.is_valid() and is_written(form, actions.save_walk, **form.look_fors()):
        messages.success(request, "Walk saved.")
        return redirect(walk)
    return form_page(request, form, "The walk", _trail_of(walk, ("Change", None)))


@require_http_methods(BOTH)
def walk_tally(request, pk):
    """One classroom after the other, a tap a look-for."""
    walk = get_editable(request, _walks(request), pk)
    allow(walk.is_open, OVER)
    look_fors = list(WalkLookFor.objects.visible_to(request.user).filter(walk=walk))
    data = request.POST if request.method == "POST" else None
    form = forms.TallyForm(data, look_fors=look_fors)
    if form.is_valid():
        actions.tally(walk, form.marks)
        messages.success(request, "The classroom is counted. On to the next one.")
        return redirect("ilt:walk_tally", pk=walk.pk)
    context = {"form": form, "walk": walk, "trail": _trail_of(walk, ("A classroom", None))}
    return render_form(request, "ilt/walk_tally.html", context)


@require_http_methods(BOTH)
def walk_correct(request, pk):
    """Put the numbers right."""
    walk = get_editable(request, _walks(request), pk)
    look_fors = list(WalkLookFor.objects.visible_to(request.user).filter(walk=walk))
    data = request.POST if request.method == "POST" else None
    form = forms.CorrectForm(data, walk=walk, look_fors=look_fors)
    if form.is_valid():
        actions.correct(walk, form.cleaned_data["classrooms"], form.counts)
        messages.success(request, "Numbers saved.")
        return redirect(walk)
    return form_page(request, form, "Correct the numbers", _trail_of(walk, ("Numbers", None)))


@require_POST
def walk_end(request, pk):
    """The walk is over, or goes on after all."""
    walk = get_editable(request, _walks(request), pk)
    walk.ended_at = timezone.now() if walk.is_open else None
    walk.save(update_fields=["ended_at"])
    messages.success(request, "The walk goes on." if walk.is_open else "The walk is over.")
    return redirect(walk)
