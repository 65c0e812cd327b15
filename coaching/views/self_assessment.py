"""The teacher's self-assessment of a formal visit: hers until she shows it to a named person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions import observation as actions
from coaching.forms.observation import SelfAssessmentForm
from coaching.models import SelfAssessment
from coaching.readers import who_can_read
from coaching.round_people import may_be_shown_to
from coaching.views.observation import get_round, note_reading, trail_of
from core.forms import render_form
from people.forms.rows import is_saved

NOT_YOURS = "Only the person observed writes a self-assessment, after the visit."


def _find(request, row):
    """What is written, as far as this person may read it; 404 where that is nothing."""
    rows = SelfAssessment.objects.visible_to(request.user).select_related("round__teacher")
    found = rows.filter(round=row).first()
    if found is None and request.user.pk != row.teacher_id:
        raise Http404
    return found or SelfAssessment(round=row, school_system_id=row.school_system_id)


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request, pk):
    """The teacher writes; whoever she shows it to reads."""
    user, row = request.user, get_round(request, pk)
    assessment = _find(request, row)
    can_write = row.can_be_self_assessed_by(user)
    if not can_write and (request.method == "POST" or assessment._state.adding):
        raise PermissionDenied(NOT_YOURS)
    form = SelfAssessmentForm(
        request.POST if request.method == "POST" else None, user=user, instance=assessment
    )
    if form.is_valid() and _is_saved(request, form):
        return redirect("coaching:self_assessment", pk)
    if row.is_official and not row.is_owned:
        note_reading(request, assessment)
    context = {
        "row": row,
        "form": form,
        "assessment": assessment,
        "can_write": can_write,
        "is_written": not assessment._state.adding,
        "readers": [] if assessment._state.adding else who_can_read(assessment),
        "people": _people(row, user) if user.pk == row.teacher_id else [],
        "trail": trail_of(row, user, "Self-assessment"),
    }
    return render_form(request, "coaching/self_assessment.html", context)


def _is_saved(request, form):
    is_done = "done" in request.POST
    user, now = request.user, timezone.now()
    act = actions.save_self_assessment
    if not is_saved(form, act, form.instance, is_done=is_done, today=user.today, now=now):
        return False
    words = "Your self-assessment is done." if is_done else "Saved."
    messages.success(request, f"{words} Only you read it until you show it to somebody.")
    return True


def _people(row, user):
    """The people she may show it to, each with `is_shown`: one query."""
    shown = SelfAssessment.shown_to.through.objects.filter(
        selfassessment__round=row, user=OuterRef("pk")
    )
    people = may_be_shown_to(row, user.today).annotate(is_shown=Exists(shown))
    return people.order_by("name", "pk")


def _to_whom(request, pk):
    """The self-assessment of the reader's own round, and the person named in the form."""
    row = get_round(request, pk)
    assessment = _find(request, row)
    if request.user.pk != row.teacher_id:
        raise PermissionDenied(NOT_YOURS)
    people = may_be_shown_to(row, request.user.today)
    person = get_object_or_404(people.chosen([request.POST.get("person", "")]))
    return assessment, person


@require_POST
def self_assessment_show(request, pk):
    """The teacher shows it to one person."""
    assessment, person = _to_whom(request, pk)
    if assessment._state.adding:
        raise Http404
    actions.show_self_assessment(assessment, person, now=timezone.now())
    messages.success(request, f"{person.name} can read your self-assessment.")
    return redirect("coaching:self_assessment", pk)


@require_POST
def self_assessment_hide(request, pk):
    """The teacher takes that back."""
    assessment, person = _to_whom(request, pk)
    if assessment._state.adding:
        raise Http404
    actions.hide_self_assessment(assessment, person)
    messages.success(request, f"{person.name} no longer reads your self-assessment.")
    return redirect("coaching:self_assessment", pk)
