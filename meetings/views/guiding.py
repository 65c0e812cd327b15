"""The launch path of a team: guiding questions, sheet by sheet."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from core.shared_texts import save_all, save_one
from meetings.actions.guiding import save_answers
from meetings.forms.guiding import AnswersForm
from meetings.launch import check_of, launch_path
from people.models import SchoolYear, Team, TeamMember
from people.views.finding import allow

PAGE = "meetings/launch_sheet.html"
TEAMS = ("Teams", reverse_lazy("meetings:team_list"))
NO_YEAR = "There is no school year for today. The system admin adds school years."


def _get_team(request, pk):
    """A team whose work the person reads, where it has a launch path."""
    teams = (
        Team.objects.visible_to(request.user).read_by(request.user).exclude(kind=Team.Kind.NETWORK)
    )
    return get_object_or_404(teams.select_related("school"), pk=pk)


def _school_year(user):
    year = SchoolYear.objects.visible_to(user).on(user.today).first()
    if year is None:
        raise PermissionDenied(NO_YEAR)
    return year


def _get_answers(request, pk, key):
    team = _get_team(request, pk)
    for answers in launch_path(request.user, team, _school_year(request.user)):
        if answers.sheet.key == key:
            return answers
    raise Http404


def _get_editable_answers(request, pk, key):
    answers = _get_answers(request, pk, key)
    allow(answers.team.work_can_be_edited_by(request.user))
    return answers


def _trail(team, *pages):
    return [TEAMS, (team.name, team.get_absolute_url()), *pages]


def _launch(team):
    return ("Launch path", reverse("meetings:launch", args=[team.pk]))


@require_safe
def launch(request, pk):
    """The whole path with how far the team is; printable with its answers."""
    team = _get_team(request, pk)
    path = launch_path(request.user, team, _school_year(request.user))
    context = {
        "team": team,
        "path": path,
        "answered": sum(answers.answered for answers in path),
        "asked": sum(answers.asked for answers in path),
        "school_year": path[0].school_year,
        "trail": _trail(team, ("Launch path", None)),
    }
    return render(request, "meetings/launch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def launch_sheet(request, pk, key):
    """One sheet: the questions, what is recommended, the team's answers; each saves itself."""
    if request.method == "POST":
        answers = _get_editable_answers(request, pk, key)
        form = AnswersForm(request.POST, answers=answers, user=request.user)
        save = partial(save_answers, by=request.user, now=timezone.now())
        page = (PAGE, partial(_context, request, answers))
        return save_all(request, answers, form, page, save=save)
    answers = _get_answers(request, pk, key)
    return render_form(request, PAGE, _context(request, answers))


def _context(request, answers, form=None, theirs=None):
    form = form or AnswersForm(answers=answers, user=request.user)
    today = request.user.today
    members = TeamMember.objects.visible_to(request.user).active(today)
    count = members.filter(team=answers.team).count()
    return {
        "team": answers.team,
        "answers": answers,
        "form": form,
        "lines": [
            (form[question.code], check_of(question, answers.team, count, today), row, advice)
            for question, advice, row in answers.lines()
        ],
        "can_edit": answers.team.work_can_be_edited_by(request.user),
        "can_edit_team": answers.team.can_be_edited_by(request.user),
        "conflicts": [(form[name], text) for name, text in (theirs or {}).items()],
        "has_errors": bool(theirs),
        "trail": _trail(answers.team, _launch(answers.team), (answers.sheet.title, None)),
    }


@require_POST
def launch_save(request, pk, key):
    """Autosave of one answer."""
    answers = _get_editable_answers(request, pk, key)
    form = AnswersForm(answers=answers, user=request.user)
    now = timezone.now()
    save = partial(save_answers, by=request.user, now=now)
    return save_one(request, answers, form, now=now, save=save)
