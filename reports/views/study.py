"""A collaboration team's yearly plan, or one cycle of study, as a PDF."""

from django.views.decorators.http import require_POST

from collaboration.models import StudyCycle, YearPlan
from reports.models import Export
from reports.views.export import export_one

LEADERS = "The team’s facilitator and those who lead the school or the system take it along."


@require_POST
def year_plan_export(request, pk):
    """Ask for the yearly plan as a PDF."""
    rows = YearPlan.objects.visible_to(request.user)
    return export_one(request, Export.Kind.STUDY_YEAR, rows, pk, LEADERS)


@require_POST
def cycle_export(request, pk):
    """Ask for one cycle as a PDF; what its meetings studied is there for their readers."""
    rows = StudyCycle.objects.visible_to(request.user).kept()
    return export_one(request, Export.Kind.STUDY, rows, pk, LEADERS)
