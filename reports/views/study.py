"""A collaboration team's yearly plan, or one cycle of study, as a PDF."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from collaboration.models import StudyCycle, YearPlan
from reports import exportable
from reports.models import Export
from reports.views.export import ask_for, start_export

LEADERS = "The team’s facilitator and those who lead the school or the system take it along."


@require_POST
def year_plan_export(request, pk):
    """Ask for the yearly plan as a PDF."""
    wanted = exportable.STUDY_YEARS.to_print(request.user).filter(pk=pk)
    if not wanted:
        get_object_or_404(YearPlan.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied(LEADERS)
    return start_export(request, lambda: ask_for(request, Export.Kind.STUDY_YEAR, wanted))


@require_POST
def cycle_export(request, pk):
    """Ask for one cycle as a PDF; what its meetings studied is there for their readers."""
    wanted = exportable.STUDIES.to_print(request.user).filter(pk=pk)
    if not wanted:
        get_object_or_404(StudyCycle.objects.visible_to(request.user).kept(), pk=pk)
        raise PermissionDenied(LEADERS)
    return start_export(request, lambda: ask_for(request, Export.Kind.STUDY, wanted))
