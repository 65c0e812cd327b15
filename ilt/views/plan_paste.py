"""A plan pasted from a document: read first, then added."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.forms import render_form
from ilt.actions.long_range_moves import add_pasted
from ilt.forms.plan_moves import PasteForm
from ilt.plan_page import bare_rows_of
from ilt.views.finding import get_editable_plan, trail_of
from ilt.views.plan_undo import say_with_undo


@require_http_methods(["GET", "HEAD", "POST"])
def plan_paste(request, pk):
    """Paste, *Read the table*, look at what was read, *Add the weeks*."""
    plan = get_editable_plan(request, pk)
    data = request.POST if request.method == "POST" else None
    form = PasteForm(data, user=request.user, plan=plan, rows=bare_rows_of(plan))
    asked = form.is_valid() and "add" in request.POST
    if asked and (done := _added(form, request)):
        say_with_undo(request, done, f"{form.pasted.count} weeks added.")
        return redirect("ilt:plan_edit", plan.pk)
    context = {
        "form": form,
        "plan": plan,
        "pasted": form.pasted if form.is_valid() else None,
        "trail": trail_of(plan, ("Paste a table", None)),
    }
    return render_form(request, "ilt/plan_paste.html", context)


def _added(form, request):
    seen = request.POST.get("version", "")
    seen = int(seen) if seen.isdecimal() else -1
    try:
        return add_pasted(form.plan, form.pasted.cycles, version=seen, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None
