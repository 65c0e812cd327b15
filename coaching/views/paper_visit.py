"""A visit made on paper, entered afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching import live
from coaching.actions import paper_visit as actions
from coaching.forms.paper_visit import PaperVisitForm
from coaching.models import Visit
from coaching.views.visit import NOT_COACHED, caseload_of
from core.forms import render_form
from core.ids import uuid7

TITLE = "A visit on paper"


def _planned(user):
    """The visits this coach has planned and not entered yet."""
    visits = Visit.objects.visible_to(user).filter(coach=user).planned()
    return visits.order_by("planned_on", "pk")


@require_safe
def paper_visit_choose(request):
    """Whose visit it was: what was planned until today first, then the caseload."""
    user = request.user
    teachers = list(caseload_of(user))
    if not teachers:
        raise PermissionDenied(NOT_COACHED)
    planned = _planned(user).filter(planned_on__lte=user.today, teacher__in=teachers)
    context = {
        "teachers": teachers,
        "planned": planned.select_related("teacher"),
        "trail": [("Visits", reverse("coaching:visit_list")), (TITLE, None)],
    }
    return render(request, "coaching/paper_visit_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_visit(request, pk):
    """One form makes an ended visit to a teacher of the caseload; `?visit=` names a planned one."""
    user = request.user
    teacher = get_object_or_404(caseload_of(user).select_related("school_system"), pk=pk)
    planned = _planned(user).filter(teacher=teacher)
    blank = Visit(pk=uuid7(), teacher=teacher, coach=user, school_system=user.school_system)
    form = PaperVisitForm(
        request.POST if request.method == "POST" else None,
        user=user,
        planned=planned,
        look_fors=live.look_fors(blank, user),
        initial=_initial(request, planned, blank),
    )
    if form.is_valid():
        try:
            return _enter(request, form, teacher)
        except ValidationError as error:
            form.add_error(None, error)
    home = (teacher.name, reverse("coaching:teacher_detail", args=[teacher.pk]))
    context = {
        "form": form,
        "teacher": teacher,
        "trail": [home, (TITLE, None)],
    }
    return render_form(request, "coaching/paper_visit.html", context)


def _initial(request, planned, blank):
    """What is known already: the planned visit of the address, else that of today."""
    asked, today = request.GET.get("visit", ""), request.user.today
    known = next((v for v in planned if str(v.pk) == asked), None) or next(
        (v for v in planned if v.planned_on == today), None
    )
    first = {"visit_id": blank.pk, "day": today, "kind": Visit.Kind.INFORMAL, "planned": ""}
    if known is None:
        return first
    day = min(known.planned_on, today)
    return first | {"planned": known, "day": day, "period": known.period, "kind": known.kind}


def _enter(request, form, teacher):
    data, user = form.cleaned_data, request.user
    visit_id = data["visit_id"]
    if Visit.objects.visible_to(user).filter(pk=visit_id, coach=user).exists():
        return redirect("coaching:visit_review", visit_id)
    visit_id = actions.enter_visit(
        visit_id,
        form.visit,
        teacher=teacher,
        kind=data["kind"],
        period=data["period"],
        marks=form.marks,
        planned=data.get("planned"),
        by=user,
        now=timezone.now(),
    )
    messages.success(request, f"Visit to {teacher.name} entered. Only you read the notes.")
    return redirect("coaching:visit_review", visit_id)
