"""What a network passes on to its schools."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.network import key_messages
from meetings.views.team import teams_of, trail_of
from people.models import Team


@require_safe
def key_message_list(request, pk):
    """Which key message has arrived at which school, for the network's members."""
    networks, user = teams_of(request).filter(kind=Team.Kind.NETWORK), request.user
    team = get_object_or_404(networks, pk=pk)
    if team.pk not in user.team_ids:
        raise Http404
    context = {
        "team": team,
        "messages_passed_on": key_messages(team, user),
        "trail": trail_of(team, ("Key messages", None)),
    }
    return render(request, "meetings/key_messages.html", context)
