"""Student learning targets beside the plan, for the two who write it."""

from functools import partial

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.forms.learning_targets import LearningTargetsForm
from coaching.models import LearningTargets
from coaching.views.plan import get_plan, trail_of
from core.forms import render_form
from core.shared_texts import save_all, save_one

PAGE = "coaching/learning_targets.html"


def _get_plan(request, pk):
    plan = get_plan(request, pk)
    if not LearningTargets.can_be_written_by(plan, request.user):
        raise Http404
    return plan


def _kept(request, plan):
    """What is written, or nothing yet."""
    return LearningTargets.objects.visible_to(request.user).filter(plan=plan).first()


@require_http_methods(["GET", "HEAD", "POST"])
def learning_targets(request, pk):
    """The page both write on; each text saves itself."""
    plan = _get_plan(request, pk)
    if request.method == "POST":
        row = LearningTargets.begun(plan)
        form = LearningTargetsForm.of(row, request.user, request.POST)
        return save_all(request, row, form, (PAGE, partial(_context, request, plan)))
    row = _kept(request, plan) or LearningTargets(plan=plan)
    form = LearningTargetsForm.of(row, request.user)
    return render_form(request, PAGE, _context(request, plan, form))


def _context(request, plan, form, theirs=None):
    return {
        "plan": plan,
        "form": form,
        "partner": plan.partner_of(request.user),
        "conflicts": [(form[name], text) for name, text in (theirs or {}).items()],
        "has_errors": bool(theirs),
        "readers": [plan.teacher.name, plan.coach.name],
        "trail": trail_of(plan, ("Student learning targets", None)),
    }


@require_POST
def learning_targets_save(request, pk):
    """Autosave of one text."""
    plan = _get_plan(request, pk)
    row = LearningTargets.begun(plan)
    form = LearningTargetsForm.of(row, request.user)
    others = plan.partner_of(request.user).name
    return save_one(request, row, form, now=timezone.now(), others=others)
