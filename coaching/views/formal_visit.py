"""The formal visit of an observation round begins; the pages of walkthroughs carry it on."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from coaching.actions.formal_visit import start_formal_visit
from coaching.models import WalkthroughForm
from coaching.views.observation import get_round
from coaching.views.walkthrough import NO_FORM
from coaching.walkthroughs import teachers_for

NOT_YOURS = "Evaluator and school leader make the formal visit, while the round is open."


@require_POST
def round_visit_start(request, pk):
    """One tap: the formal visit of this round begins; the relation decides as whom."""
    user, row = request.user, get_round(request, pk)
    teacher = teachers_for(user).filter(pk=row.teacher_id).first()
    if not row.formal_visit_can_be_made_by(user) or teacher is None:
        raise PermissionDenied(NOT_YOURS)
    form = WalkthroughForm.objects.visible_to(user).in_force(user.today).first()
    if form is None:
        raise PermissionDenied(NO_FORM)
    visit = start_formal_visit(row, form, made_as=teacher.made_as, by=user, now=timezone.now())
    return redirect("coaching:walkthrough_edit", visit.pk)
