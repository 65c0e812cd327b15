"""What changed in a plan, by whom; and an earlier text brought back as a new edit."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.actions.plan import FieldChange, save_fields
from coaching.plan_history import kinds_of, plan_history
from coaching.views.plan import get_plan, trail_of
from coaching.views.plan_edit import get_editable_plan, tell_about_signatures
from people.views.history import page_number


@require_safe
def plan_changes(request, pk):
    """Every change of the plan, its parts and its steps, newest first."""
    return _page(request, get_plan(request, pk))


def _page(request, plan, *, refused=None, status=200):
    number = page_number(request)
    context = {
        "plan": plan,
        "history": plan_history(plan, request.user, page=number),
        "number": number,
        "is_pair": plan.is_written_by(request.user),
        "can_edit": plan.can_be_edited_by(request.user),
        "refused": refused,
        "trail": trail_of(plan, ("History", None)),
    }
    return render(request, "coaching/plan_history.html", context, status=status)


@require_POST
def plan_restore_text(request, pk):
    """Bring back what a field held before a change: an edit like any other, 409 where the field was
    changed since the page was read."""
    plan = get_editable_plan(request, pk)
    kind, line = _line(request, plan)
    field = request.POST.get("field")
    if field not in kind.restorable:
        raise Http404
    row = kind.model.pgh_tracked_model(pk=line.pgh_obj_id)
    change = FieldChange(row, field, request.POST.get("was", ""), getattr(line, field))
    try:
        lost, signers = save_fields(plan, [change], by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("coaching:plan_changes", plan.pk)
    if lost:
        return _page(request, plan, refused=change.value, status=409)
    tell_about_signatures(request, signers)
    messages.success(request, "The earlier text is back. What it replaced stands in the history.")
    return redirect("coaching:plan_changes", plan.pk)


def _line(request, plan):
    """The kind and the line of the history that the form names."""
    kind = kinds_of(plan).get(request.POST.get("kind"))
    number = request.POST.get("number", "")
    if kind is None or not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    lines = kind.model.objects.visible_to(request.user).filter(kind.of_record)
    return kind, get_object_or_404(lines, pk=number)
