from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.forms.rubric import BankLookForForm, IndicatorForm
from coaching.models import BankLookFor, Indicator, Rubric
from core.forms import render_form
from core.messages import success_with_undo
from people.actions.rows import save_row
from people.forms.rows import is_saved


def _must_keep(request, rubric):
    if not rubric.can_be_edited_by(request.user):
        raise PermissionDenied("The district's coaching staff and the system admin change this.")


def _trail(last):
    return [("Rubric", reverse("coaching:rubric")), (last, None)]


@require_safe
def rubric(request):
    """The system's rubrics by domain, with the look-fors of the bank beside each indicator."""
    bank = BankLookFor.objects.visible_to(request.user).offered()
    indicators = Indicator.objects.visible_to(request.user)
    indicators = indicators.prefetch_related(Prefetch("look_fors", bank, to_attr="bank"))
    rubrics = list(
        Rubric.objects.visible_to(request.user).prefetch_related(
            Prefetch("indicators", indicators, to_attr="listed")
        )
    )
    can_edit = any(one.can_be_edited_by(request.user) for one in rubrics)
    return render(request, "coaching/rubric.html", {"rubrics": rubrics, "can_edit": can_edit})


@require_http_methods(["GET", "POST"])
def indicator_edit(request, pk):
    """Word an indicator as the official rubric does."""
    rows = Indicator.objects.visible_to(request.user).select_related("rubric")
    indicator = get_object_or_404(rows, pk=pk)
    _must_keep(request, indicator.rubric)
    form = IndicatorForm(request.POST or None, instance=indicator, user=request.user)
    if form.is_valid() and is_saved(form, save_row, indicator):
        messages.success(request, f"{indicator} saved.")
        return redirect("coaching:rubric")
    context = {"form": form, "heading": "Edit an indicator", "trail": _trail("Edit an indicator")}
    return render_form(request, "coaching/rubric_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_add(request, pk):
    """Add an indicator that the official rubric has, after those there are."""
    rows = Rubric.objects.visible_to(request.user).annotate(last=Max("indicators__order"))
    rubric = get_object_or_404(rows, pk=pk)
    _must_keep(request, rubric)
    indicator = Indicator(rubric=rubric, order=(rubric.last or 0) + 1)
    form = IndicatorForm(request.POST or None, instance=indicator, user=request.user)
    if form.is_valid() and is_saved(form, save_row, indicator):
        messages.success(request, f"{indicator} added.")
        return redirect("coaching:rubric")
    context = {"form": form, "heading": "Add an indicator", "trail": _trail("Add an indicator")}
    return render_form(request, "coaching/rubric_form.html", context)


@require_http_methods(["GET", "POST"])
def look_for_add(request, pk):
    """Add a look-for to the bank, under the indicator the page was opened from."""
    rows = Indicator.objects.visible_to(request.user).select_related("rubric")
    indicator = get_object_or_404(rows, pk=pk)
    _must_keep(request, indicator.rubric)
    form = BankLookForForm(
        request.POST or None, initial={"indicator": indicator.pk}, user=request.user
    )
    if form.is_valid():
        form.save()
        messages.success(request, "Look-for added to the bank.")
        return redirect("coaching:rubric")
    context = {"form": form, "heading": "Add a look-for", "trail": _trail("Add a look-for")}
    return render_form(request, "coaching/rubric_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def look_for_edit(request, pk):
    """Put the words of a look-for right; marks made with it stay with it."""
    look_for = _get_bank_look_for(request, pk)
    form = BankLookForForm(request.POST or None, instance=look_for, user=request.user)
    form.submit_label = "Save the look-for"
    if form.is_valid():
        form.save()
        messages.success(request, "Look-for saved.")
        return redirect("coaching:rubric")
    context = {"form": form, "heading": "Change a look-for", "trail": _trail("Change a look-for")}
    return render_form(request, "coaching/rubric_form.html", context)


def _get_bank_look_for(request, pk):
    rows = BankLookFor.objects.visible_to(request.user).select_related("indicator__rubric")
    look_for = get_object_or_404(rows, pk=pk)
    _must_keep(request, look_for.indicator.rubric)
    return look_for


@require_POST
def look_for_end(request, pk):
    """Offer a look-for no more; Undo offers it again."""
    _get_bank_look_for(request, pk).end(now=timezone.now())
    undo = reverse("coaching:look_for_offer", args=[pk])
    success_with_undo(request, "Look-for taken out of the bank.", undo)
    return redirect("coaching:rubric")


@require_POST
def look_for_offer(request, pk):
    _get_bank_look_for(request, pk).offer_again()
    messages.success(request, "Look-for is back in the bank.")
    return redirect("coaching:rubric")
