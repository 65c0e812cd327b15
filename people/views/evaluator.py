from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.forms import render_form
from people.actions.rows import save_row
from people.forms.assignment import AssignmentFilter, EvaluatorForm
from people.forms.rows import is_saved
from people.models import EvaluatorAssignment
from people.views.finding import allow, get_editable, page_of


def _trail(*entries):
    return [("Evaluators", reverse("people:evaluator_list")), *entries]


def _lines(request):
    rows = EvaluatorAssignment.objects.visible_to(request.user)
    return rows.select_related("teacher__school_system", "evaluator")


@require_safe
def evaluator_list(request):
    """The accountability register: who evaluates, or observes to inform, whom."""
    user = request.user
    filter_form = AssignmentFilter(request.GET, user=user)
    filter_form.fields["q"].label = "Teacher or evaluator"
    rows = filter_form.narrow(_lines(request), "evaluator")
    page = page_of(request, rows.order_by("teacher__name", "kind", "pk"))
    led = set(_led_teachers(user, page))
    for line in page:
        line.is_editable = user.is_district_staff or line.teacher_id in led
    context = {"filter": filter_form, "page": page, "can_add": user.keeps_register}
    return render(request, "people/evaluator_list.html", context)


def _led_teachers(user, page):
    """Which of the listed teachers the reader leads: one query, none for those who lead nobody."""
    if not user.led_school_ids:
        return ()
    listed = EvaluatorAssignment.objects.visible_to(user).filter(pk__in=[row.pk for row in page])
    return listed.at_schools(user.led_school_ids, user.today).values_list("teacher", flat=True)


def evaluator_add(request):
    user = request.user
    allow(user.keeps_register)
    initial = {"starts_on": user.today, "kind": EvaluatorAssignment.Kind.EVALUATOR}
    form = EvaluatorForm(request.POST or None, user=user, initial=initial)
    if form.is_valid():
        form.instance.teacher = form.cleaned_data["teacher"]
        form.instance.evaluator = form.cleaned_data["evaluator"]
        if is_saved(form, save_row, form.instance):
            messages.success(request, f"{form.instance.teacher.name} was entered in the register.")
            return redirect("people:evaluator_list")
    words = "Add to the register"
    context = {"form": form, "words": words, "trail": _trail((words, None))}
    return render_form(request, "people/evaluator_edit.html", context)


def evaluator_edit(request, pk):
    line = get_editable(request, _lines(request), pk)
    form = EvaluatorForm(request.POST or None, instance=line, user=request.user)
    if form.is_valid() and is_saved(form, save_row, line):
        messages.success(request, f"The line of {line.teacher.name} was saved.")
        return redirect("people:evaluator_list")
    words = f"{line.teacher.name} – {line.evaluator.name}"
    context = {"form": form, "words": words, "line": line, "trail": _trail((words, None))}
    return render_form(request, "people/evaluator_edit.html", context)


@require_POST
def evaluator_end(request, pk):
    """End a line of the register today."""
    line = get_editable(request, _lines(request), pk)
    if not line.is_over(request.user.today):
        line.end(request.user.today)
    words = f"{line.evaluator.name} no longer evaluates or observes {line.teacher.name}."
    messages.success(request, words)
    return redirect("people:evaluator_list")
