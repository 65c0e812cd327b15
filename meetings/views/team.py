"""Teams: which there are, who is in them, when they meet."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from people.models import Team, TeamMember
from people.views.finding import page_of

TEAMS = ("Teams", reverse_lazy("meetings:team_list"))


@require_safe
def team_list(request):
    """The own teams first, then every other of the school system."""
    user = request.user
    teams = Team.objects.visible_to(user).current().select_related("school")
    context = {
        "mine": teams.of_member(user),
        "page": page_of(request, teams.exclude(pk__in=user.team_ids)),
        "trail": [("Teams", None)],
    }
    return render(request, "meetings/team_list.html", context)


@require_safe
def team_detail(request, pk):
    teams = Team.objects.visible_to(request.user).select_related("school")
    team = get_object_or_404(teams, pk=pk)
    members = TeamMember.objects.visible_to(request.user).active(request.user.today)
    context = {
        "team": team,
        "reads_work": Team.objects.read_by(request.user).filter(pk=pk).exists(),
        "members": members.filter(team=team).select_related("user"),
        "trail": [TEAMS, (team.name, None)],
    }
    return render(request, "meetings/team_detail.html", context)
