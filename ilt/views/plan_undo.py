"""A shift, a pasted table or a copied year is taken back with one click, the same day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.messages import success_with_undo
from ilt.actions.long_range_undo import undo
from ilt.models import PlanMove
from ilt.views.finding import NEIGHBORS
from people.views.finding import allow

NOT_YOURS = "Whoever did it takes it back."
DONE = {
    PlanMove.Kind.SHIFT: "The cycles and weeks have their days again.",
    PlanMove.Kind.PASTE: "The pasted weeks are taken out again.",
    PlanMove.Kind.COPY: "The copy is taken back. The plan it was made from is as it was.",
}


def say_with_undo(request, move, text):
    """Say what was done, with *Undo*."""
    success_with_undo(request, text, undo_url(move))


def undo_url(move):
    return reverse("ilt:move_undo", args=[move.plan_id, move.pk])


@require_POST
def move_undo(request, pk, row):
    """Take it back, unless somebody changed these rows since."""
    moves = PlanMove.objects.visible_to(request.user).filter(plan=pk)
    moves = moves.select_related(*(f"plan__{name}" for name in NEIGHBORS))
    move = get_object_or_404(moves, pk=row)
    allow(move.can_be_undone_by(request.user), NOT_YOURS)
    team, is_copy = move.plan.team_id, move.kind == PlanMove.Kind.COPY
    try:
        undo(move, now=timezone.now(), today=request.user.today)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("ilt:plan_edit", pk)
    messages.success(request, DONE[move.kind])
    return redirect("ilt:plan_list", team) if is_copy else redirect("ilt:plan_edit", pk)
