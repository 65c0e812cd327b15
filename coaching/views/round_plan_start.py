"""The teacher's coaching plan, started on the refinement area of a post-conference."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from coaching.actions.plan import start_plan
from coaching.models import ObservationArea
from coaching.views.observation import get_round, round_page

NOT_THE_PAIR = "The teacher or her owner coach starts the coaching plan, while the round is open."
NO_AREA = "Enter the refinement area of the post-conference first: the plan begins with it."


@require_POST
def round_plan_start(request, pk):
    """The draft begins with the area chosen and the round noted; 409 where a plan is open."""
    user, row = request.user, get_round(request, pk)
    if not row.plan_can_be_started_by(user):
        raise PermissionDenied(NOT_THE_PAIR)
    areas = ObservationArea.objects.visible_to(user).filter(round=row)
    area = areas.filter(kind=ObservationArea.Kind.REFINEMENT).first()
    if area is None:
        return round_page(request, row, refused=NO_AREA, status=409)
    try:
        plan = start_plan(row.teacher, by=user, now=timezone.now(), area=area)
    except ValidationError as error:
        return round_page(request, row, refused=error.messages[0], status=409)
    return redirect("coaching:plan_edit", plan.pk)
