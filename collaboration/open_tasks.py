"""What a member has promised a collaboration team until the next meeting."""

from django.db.models import Exists, OuterRef, Q

from collaboration.reading import own_team_ids
from meetings.models import Assignment, AssignmentReport, Meeting
from people.models import Team


def open_tasks(user):
    """Assignments to the person, or to everyone, of the last held meeting of each of the own
    collaboration teams, as long as the person has not said that they are done."""
    later = Meeting.objects.held().filter(
        team=OuterRef("meeting__team"), starts_at__gt=OuterRef("meeting__starts_at")
    )
    done = AssignmentReport.objects.filter(
        assignment=OuterRef("pk"), user=user, status=AssignmentReport.Status.DONE
    )
    rows = Assignment.objects.visible_to(user).filter(
        Q(member=user) | Q(member=None),
        meeting__state=Meeting.State.HELD,
        meeting__team__kind=Team.Kind.TC,
        meeting__team__in=own_team_ids(user),
        removed_at=None,
    )
    return rows.filter(~Exists(later), ~Exists(done)).select_related("meeting__team")
