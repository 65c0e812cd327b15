"""How far a team is: the present, what comes next, and earlier reviews."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.dates import long_date
from ilt.actions import stage as actions
from ilt.forms.stage import MarkForm, RemarkForm, StatusForm
from ilt.models import StageLine, StageMark, StageReview
from ilt.models.stage import Status, can_assess, stage_teams
from ilt.stage.catalog import BY_CODE, STAGES
from ilt.stage.standing import (
    change_words,
    changes,
    course_of,
    past_of,
    standing_of,
)
from ilt.views.saving import form_page, is_written, teams_trail
from people.views.finding import allow

KEEPERS = (
    "How far the team is, its school’s principals and leadership team and the system’s leadership "
    "team say."
)
COMPUTED = "This status is computed. You can add a remark."
EARLIER = 24


def _get_team(request, pk):
    teams = stage_teams(request.user).select_related("school", "school_system")
    return get_object_or_404(teams, pk=pk)


def _get_assessed_team(request, pk):
    team = _get_team(request, pk)
    allow(can_assess(request.user, team), KEEPERS)
    return team


def _trail(team, *entries):
    own = reverse("ilt:stage", args=[team.pk]) if entries else None
    return teams_trail((team.name, team.get_absolute_url()), ("Stage", own), *entries)


def _standing(request, team):
    user = request.user
    walks = bool(user.is_in_system_ilt or user.led_school_ids or user.ilt_school_ids)
    return standing_of(team, now=timezone.now(), today=user.today, opens_walks=walks)


@require_safe
def stage(request, pk):
    """The present, with what to do next, and a table of earlier reviews."""
    team, user = _get_team(request, pk), request.user
    standing = _standing(request, team)
    past = _past(user, team)
    latest = past[0] if past else None
    context = {
        "team": team,
        "standing": standing,
        "statuses": Status.choices,
        "past": past,
        "since": latest and change_words(_since(latest, standing)),
        "course": course_of(past),
        "can_edit": can_assess(user, team),
        "trail": _trail(team),
    }
    return render(request, "ilt/stage.html", context)


def _past(user, team):
    reviews = StageReview.objects.visible_to(user).filter(team=team).select_related("kept_by")
    reviews = list(reviews[:EARLIER])
    lines = StageLine.objects.visible_to(user).filter(review__in=reviews)
    return past_of(reviews, lines.values_list("review", "action", "status"))


def _since(latest, standing):
    now = {line.action.code: line.status for line in standing.lines}
    return changes(latest.statuses, now)


def _get_mark(request, pk, code):
    """What is said of the action, new where nobody has said anything."""
    if code not in BY_CODE:
        raise Http404
    team = _get_assessed_team(request, pk)
    marks = StageMark.objects.visible_to(request.user).filter(team=team, action=code)
    mark = marks.first() or StageMark(
        team=team, action=code, school_system_id=team.school_system_id
    )
    mark.team = team
    return mark


@require_http_methods(["GET", "HEAD", "POST"])
def stage_action(request, pk, code):
    """One action with what shows it; of a computed one a remark."""
    mark, user = _get_mark(request, pk, code), request.user
    form_of = RemarkForm if BY_CODE[code].is_computed else MarkForm
    form = form_of(request.POST or None, instance=mark, user=user)
    return _save(request, mark, form)


@require_POST
def stage_status(request, pk, code):
    """One tap on the page: how far the action is."""
    mark = _get_mark(request, pk, code)
    allow(not BY_CODE[code].is_computed, COMPUTED)
    return _save(request, mark, StatusForm(request.POST, instance=mark, user=request.user))


def _save(request, mark, form):
    action, team = BY_CODE[mark.action], mark.team
    save = {"by": request.user, "now": timezone.now()}
    if form.is_valid() and is_written(form, actions.save_mark, **save):
        messages.success(request, "Saved.")
        return redirect(mark)
    trail = _trail(team, (action.title, None))
    return form_page(
        request, form, action.title, trail, lead=action.hint, back=mark.get_absolute_url()
    )


@require_POST
def stage_keep(request, pk):
    """Keep where the team stands today as a review; once a day."""
    team, user = _get_assessed_team(request, pk), request.user
    review = actions.keep_review(_standing(request, team), by=user, today=user.today)
    messages.success(request, f"The review of {long_date(review.reviewed_on)} is kept.")
    return redirect(review)


@require_safe
def stage_review(request, pk):
    """A review as it was on its day, with what changed since the one before it."""
    user = request.user
    reviews = StageReview.objects.visible_to(user)
    review = get_object_or_404(reviews.select_related("team", "kept_by"), pk=pk)
    earlier = reviews.filter(team=review.team_id, reviewed_on__lt=review.reviewed_on).first()
    lines = list(_lines(user, review))
    before = dict(_lines(user, earlier).values_list("action", "status")) if earlier else {}
    context = {
        "review": review,
        "team": review.team,
        "stage_name": STAGES[review.stage],
        "lines": [(BY_CODE[line.action], line) for line in lines],
        "earlier": earlier,
        "changes": changes(before, {line.action: line.status for line in lines}),
        "trail": _trail(review.team, (long_date(review.reviewed_on), None)),
    }
    return render(request, "ilt/stage_review.html", context)


def _lines(user, review):
    rows = StageLine.objects.visible_to(user).filter(review=review)
    return rows.select_related("assessed_by")
