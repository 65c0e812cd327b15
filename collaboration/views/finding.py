"""How pages of the studies find their team, plan or cycle, and the way back from it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from collaboration.models import StudyCycle, YearPlan
from collaboration.reading import teams_for
from people.views.finding import allow

READERS = (
    "everybody who works at the school",
    "whoever coaches or evaluates somebody there",
    "the system’s leadership team",
    "district coaching staff",
)
KEEPERS = (
    "Studies are planned by the team’s facilitator, and by the school’s principals and "
    "leadership team."
)
REMOVERS = "Only a principal of the school takes a cycle out of the plan."


def found(may_read):
    """404 where the person does not even learn that there is such a page."""
    if not may_read:
        raise Http404


def get_team(request, pk):
    return get_object_or_404(teams_for(request.user).select_related("school"), pk=pk)


def get_year_plan(request, pk):
    """A yearly plan that the person keeps."""
    rows = YearPlan.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("team__school", "school_year"), pk=pk)
    allow(row.can_be_edited_by(request.user), KEEPERS)
    return row


def cycles(request):
    rows = StudyCycle.objects.visible_to(request.user)
    return rows.select_related("year_plan__team__school", "year_plan__school_year", "goal")


def get_cycle(request, pk):
    """A cycle that the person reads."""
    return get_object_or_404(cycles(request).kept(), pk=pk)


def get_kept_cycle(request, pk):
    """A cycle that the person keeps."""
    cycle = get_cycle(request, pk)
    allow(cycle.can_be_edited_by(request.user), KEEPERS)
    return cycle


def trail_of_team(team, *pages):
    return [
        ("Teams", reverse("meetings:team_list")),
        (team.name, reverse("meetings:team_detail", args=[team.pk])),
        ("Cycles of study", reverse("collaboration:team_studies", args=[team.pk])),
        *pages,
    ]


def trail_of_cycle(cycle, *pages):
    here = (cycle.title, cycle.get_absolute_url() if pages else None)
    return trail_of_team(cycle.year_plan.team, here, *pages)
