from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.register import save_line
from people.forms.assignment import EvaluatorForm, RegisterFilter
from people.forms.rows import is_saved
from people.models import EvaluatorAssignment
from people.views.finding import allow, get_editable, page_of

CERTIFIED = {
    "ended": ("Certification has ended", "late"),
    "soon": ("Certification ends soon", "waiting"),
    "missing": ("No certification entered", "neutral"),
}


def _trail(*entries):
    return [("Evaluators", reverse("people:evaluator_list")), *entries]


def lines(request):
    rows = EvaluatorAssignment.objects.visible_to(request.user)
    return rows.select_related("teacher__school_system", "evaluator")


@require_safe
def evaluator_list(request):
    """The accountability register: who evaluates, or observes to inform, whom."""
    user = request.user
    filter_form = RegisterFilter(request.GET, user=user)
    filter_form.fields["q"].label = "Teacher or evaluator"
    rows = filter_form.narrow(lines(request), "evaluator")
    page = page_of(request, rows.order_by("teacher__name", "kind", "pk"))
    led = set(_led_teachers(user, page))
    for line in page:
        line.is_editable = user.is_district_staff or line.teacher_id in led
        line.certified = CERTIFIED.get(line.certification(user.today))
    context = {
        "filter": filter_form,
        "page": page,
        "can_add": user.keeps_register,
        "certifications": _certifications(request) if user.keeps_register else [],
    }
    return render(request, "people/evaluator_list.html", context)


def _certifications(request):
    """How many lines of today have a certification that ended, ends soon or was never entered."""
    today = request.user.today
    conditions = EvaluatorAssignment.certifications(today)
    rows = EvaluatorAssignment.objects.visible_to(request.user).active(today)
    counts = rows.aggregate(**{name: Count("pk", filter=when) for name, when in conditions.items()})
    return [
        {"state": state, "label": CERTIFIED[state][0], "value": counts[state]}
        for state in CERTIFIED
        if counts[state]
    ]


def _led_teachers(user, page):
    """Which of the listed teachers the reader leads: one query, none for those who lead nobody."""
    if not user.led_school_ids:
        return ()
    listed = EvaluatorAssignment.objects.visible_to(user).filter(pk__in=[row.pk for row in page])
    return listed.at_schools(user.led_school_ids, user.today).values_list("teacher", flat=True)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluator_add(request):
    user = request.user
    allow(user.keeps_register)
    initial = {"starts_on": user.today, "kind": EvaluatorAssignment.Kind.EVALUATOR}
    form = EvaluatorForm(request.POST or None, user=user, initial=initial)
    if form.is_valid():
        form.instance.teacher = form.cleaned_data["teacher"]
        form.instance.evaluator = form.cleaned_data["evaluator"]
        if is_saved(form, save_line, form.instance):
            messages.success(request, f"{form.instance.teacher.name} was entered in the register.")
            return redirect("people:evaluator_list")
    words = "Add to the register"
    context = {"form": form, "words": words, "trail": _trail((words, None))}
    return render_form(request, "people/evaluator_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluator_edit(request, pk):
    line = get_editable(request, lines(request), pk)
    form = EvaluatorForm(request.POST or None, instance=line, user=request.user)
    if form.is_valid() and is_saved(form, save_line, line, others=_others(request, form)):
        messages.success(request, f"The line of {line.teacher.name} was saved.")
        return redirect("people:evaluator_list")
    words = f"{line.teacher.name} – {line.evaluator.name}"
    context = {"form": form, "words": words, "line": line, "trail": _trail((words, None))}
    return render_form(request, "people/evaluator_edit.html", context)


def _others(request, form):
    """The other lines of the same person that the reader keeps, where the day is to hold there."""
    if not form.cleaned_data["for_all"]:
        return None
    user = request.user
    rows = EvaluatorAssignment.objects.visible_to(user).active(user.today)
    rows = rows.filter(evaluator=form.instance.evaluator_id)
    return rows if user.is_district_staff else rows.at_schools(user.led_school_ids, user.today)


@require_POST
def evaluator_end(request, pk):
    """End a line of the register today."""
    line = get_editable(request, lines(request), pk)
    if not line.is_over(request.user.today):
        line.end(request.user.today)
    words = f"{line.evaluator.name} no longer evaluates or observes {line.teacher.name}."
    messages.success(request, words)
    return redirect("people:evaluator_list")
