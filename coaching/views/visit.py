"""Visits: start, plan, list, the live note screen, and what became of them."""

import datetime as dt
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching import live
from coaching.actions import visit as actions
from coaching.forms.once import row_id
from coaching.forms.visit import VisitDetailsForm, VisitFilterForm, VisitPlanForm
from coaching.models import (
    Artifact,
    EvidenceNote,
    FeedbackMeeting,
    LookForMark,
    TalkCount,
    Visit,
)
from coaching.models.artifact import OF_VISIT, file_rows
from coaching.readers import who_can_read
from coaching.talk import talk_lines
from core.forms import render_form
from core.messages import success_with_undo
from people.models import Membership, User

PAGE = 50
NOT_YOURS = "Only the coach who made this visit changes it, while assigned to the teacher."
NOT_COACHED = "Only a coach of this teacher starts or plans a visit."
CHANGED = "This was changed meanwhile. It now says: “{}”. Change it, or save yours again"
NOT_HELD = "This visit did not happen. Plan a new one."
OFF_PLAN = "This visit was taken off the plan. Plan it again first."
NO_SCHOOL = "Ask your administrator to enter the school where this teacher teaches."


def get_visit(request, pk):
    return get_object_or_404(Visit.objects.visible_to(request.user).for_page(), pk=pk)


def get_editable_visit(request, pk):
    """One query where the person may change it; the second tells 404 from 403."""
    visits = Visit.objects.visible_to(request.user).editable_by(request.user)
    visit = visits.for_page().filter(pk=pk).first()
    if visit is None:
        get_visit(request, pk)
        raise PermissionDenied(NOT_YOURS)
    return visit


def caseload_of(user):
    """The teachers somebody coaches today."""
    return User.objects.visible_to(user).coached_by(user).order_by("name")


def trail_of(visit, user, *more):
    """Breadcrumbs: the visits, this visit, and what is done with it."""
    name = visit.coach.name if user.pk == visit.teacher_id else visit.teacher.name
    here = [(f"{visit.get_kind_display()}, {name}", visit.get_absolute_url() if more else None)]
    return [("Visits", reverse("coaching:visit_list")), *here, *((label, None) for label in more)]


@require_safe
def visit_list(request):
    """The person's visits: those they made, or those shared with them."""
    visits = Visit.objects.visible_to(request.user).select_related("teacher", "coach", "school")
    form = VisitFilterForm(request.GET or None, user=request.user)
    if form.is_bound and form.is_valid():
        visits = form.narrow(visits)
    held = visits.held().with_note_count().order_by("-started_at", "-pk")
    page = list(_from_cursor(held, request.GET.get("before", ""))[: PAGE + 1])
    context = {
        "form": form,
        "planned": visits.planned().order_by("planned_on", "pk")[:PAGE],
        "not_held": visits.not_held().order_by("-planned_on", "pk")[:PAGE],
        "visits": page[:PAGE],
        "next": _cursor(page[PAGE - 1]) if len(page) > PAGE else "",
        "today": request.user.today,
        "is_filtered": bool(request.GET),
        "is_coach": Membership.Role.COACH in request.user.duties,
        "trail": [("Today", "/"), ("Visits", None)],
    }
    return render_form(request, "coaching/visit_list.html", context)


def _cursor(visit):
    return f"{visit.started_at.isoformat()}_{visit.pk}"


def _from_cursor(visits, text):
    """The visits after the one the address names; from the top where it names none."""
    moment, _, pk = text.partition("_")
    try:
        return visits.after(dt.datetime.fromisoformat(moment.replace(" ", "+")), uuid.UUID(pk))
    except ValueError:
        return visits


@require_POST
def visit_start(request):
    """One tap: a visit to this teacher starts now, and its live page opens. Anybody but a teacher
    of the caseload is out of reach."""
    try:
        teacher = uuid.UUID(request.POST.get("teacher", ""))
    except ValueError:
        raise Http404 from None
    teacher = get_object_or_404(caseload_of(request.user), pk=teacher)
    try:
        visit_id = actions.start_visit(teacher, by=request.user, now=timezone.now())
    except ValidationError as error:
        raise PermissionDenied(error.messages[0]) from error
    return redirect("coaching:visit_live", pk=visit_id)


@require_POST
def visit_begin(request, pk):
    """A planned visit starts now."""
    visit = get_editable_visit(request, pk)
    actions.begin_planned(visit, by=request.user, now=timezone.now())
    return redirect("coaching:visit_live", pk=visit.pk)


@require_POST
def visit_not_held(request, pk):
    """One tap: a planned visit did not happen, and why."""
    visit = get_editable_visit(request, pk)
    reason = request.POST.get("reason", "")
    if reason not in Visit.NotHeldBecause.values:
        messages.error(request, "Choose why the visit did not happen.")
    elif visit.unplanned_at:
        messages.error(request, OFF_PLAN)
    elif actions.did_not_happen(visit, reason, now=timezone.now()):
        undo = reverse("coaching:visit_not_held_undo", args=[visit.pk])
        success_with_undo(request, f"Visit to {visit.teacher.name} did not happen.", undo)
    else:
        messages.error(request, "This visit has begun, so it did happen.")
    return redirect(visit)


@require_POST
def visit_not_held_undo(request, pk):
    """The visit is planned again, as it was."""
    visit = get_editable_visit(request, pk)
    actions.is_planned_again(visit)
    messages.success(request, f"Visit to {visit.teacher.name} is planned again.")
    return redirect(visit)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_plan(request):
    """Plan a visit to a teacher of the caseload; the link names the teacher (`?teacher=`)."""
    teachers = caseload_of(request.user)
    system = request.user.school_system
    visit = Visit(pk=row_id(request), school_system=system, coach=request.user)
    initial = {"teacher": request.GET.get("teacher")}
    form = VisitPlanForm(
        request.POST or None, instance=visit, initial=initial, user=request.user, teachers=teachers
    )
    if form.is_valid():
        visit.school = _school_of(request.user, visit.teacher)
        if form.is_held_at(visit.school):
            return _keep_plan(request, form)
    if not teachers.exists():
        raise PermissionDenied(NOT_COACHED)
    trail = [("Visits", reverse("coaching:visit_list")), ("Plan a visit", None)]
    context = {"form": form, "row_id": visit.pk, "trail": trail}
    return render_form(request, "coaching/visit_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_replan(request, pk):
    """Change the date of a planned visit."""
    visit = get_editable_visit(request, pk)
    if visit.started_at:
        raise PermissionDenied("This visit has begun. Change its details instead.")
    if visit.not_held_because:
        raise PermissionDenied(NOT_HELD)
    if visit.unplanned_at:
        raise PermissionDenied(OFF_PLAN)
    form = VisitPlanForm(request.POST or None, instance=visit, user=request.user)
    if form.is_valid() and form.is_held_at(visit.school):
        return _keep_plan(request, form)
    trail = trail_of(visit, request.user, "Change the plan")
    context = {"form": form, "visit": visit, "trail": trail}
    return render_form(request, "coaching/visit_plan.html", context)


def _keep_plan(request, form):
    visit = form.save(commit=False)
    actions.plan_visit(visit, now=timezone.now())
    messages.success(request, f"Visit to {visit.teacher.name} planned.")
    return redirect(visit)


def _school_of(user, teacher):
    works = Membership.objects.visible_to(user).where_coached().filter(user=teacher)
    membership = works.active(user.today).select_related("school").first()
    if membership is None:
        raise PermissionDenied(NO_SCHOOL)
    return membership.school


@require_safe
def visit_live(request, pk):
    """The live note screen; a planned visit shows *Start now*, an ended one its review."""
    visit = get_editable_visit(request, pk)
    if visit.started_at is None:
        return redirect(visit)
    if visit.ended_at:
        return redirect("coaching:visit_review", pk=visit.pk)
    look_fors = live.look_fors(visit, request.user)
    groups = request.user.school_system.priority_group_list
    things = live.things(visit, request.user, look_fors, groups)
    context = {
        "visit": visit,
        "look_fors": look_fors,
        "marks": LookForMark.Value.choices,
        "kinds_of_talk": TalkCount.Kind.choices,
        "groups": groups,
        "things": things,
        "data": live.page_data(visit, request.user, things),
        "readers": who_can_read(visit),
        "student_work": live.student_work(visit, request.user),
        "modes": Visit.Mode.choices,
        "groupings": Visit.Grouping.choices,
    }
    return render(request, "coaching/visit_live.html", context)


@require_POST
def visit_end(request, pk):
    """End a visit by a plain form, where there is no JavaScript."""
    visit = get_editable_visit(request, pk)
    actions.end_visit(visit, by=request.user, now=timezone.now())
    messages.success(request, "Visit ended.")
    return redirect("coaching:visit_review", pk=visit.pk)


@require_safe
def visit_detail(request, pk):
    """What the person may read of a visit. The teacher's opening is stamped; it says so."""
    visits = Visit.objects.visible_to(request.user).for_page().with_invitation(request.user.today)
    visits = visits.annotate(file_rows=file_rows(request.user, OF_VISIT))
    visit = get_object_or_404(visits, pk=pk)
    if request.user.pk == visit.teacher_id and visit.shared_at and visit.read_at is None:
        visit.read_at = timezone.now()
        visit.mark_read(visit.read_at)
    notes = EvidenceNote.objects.visible_to(request.user).filter(visit=visit).with_evidence()
    feedback = FeedbackMeeting.objects.visible_to(request.user).filter(visit=visit)
    is_coach = request.user.pk == visit.coach_id
    can_edit = is_coach and visit.can_be_edited_by(request.user)
    context = {
        "visit": visit,
        "notes": notes,
        "talk": talk_lines(visit, TalkCount.objects.visible_to(request.user)),
        "files": Artifact.shown(visit.file_rows),
        "can_add_files": visit.files_can_be_added_by(request.user, is_editor=can_edit),
        "add_file_url": reverse("coaching:artifact_add", args=["visit", visit.pk]),
        "feedback": feedback.select_related("response").first(),
        "is_coach": is_coach,
        "is_subject": request.user.pk == visit.teacher_id,
        "can_edit": can_edit,
        "today": request.user.today,
        "reasons": Visit.NotHeldBecause.choices,
        "readers": who_can_read(visit),
        "trail": trail_of(visit, request.user),
    }
    return render(request, "coaching/visit_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_edit(request, pk):
    """The fields beside the notes, by a plain form."""
    visit = get_editable_visit(request, pk)
    if visit.shared_at or not visit.started_at:
        raise PermissionDenied("The details are written between the start and sharing.")
    form = VisitDetailsForm(request.POST or None, instance=visit, user=request.user)
    if not form.is_valid():
        return _details(request, visit, form)
    stored = Visit.objects.visible_to(request.user).filter(pk=pk).values(*form.SENT).get()
    lost = actions.save_details(
        visit,
        form.changes(),
        focus=form.cleaned_data["candidate_focus"],
        by=request.user,
        now=timezone.now(),
    )
    if lost:
        for name in lost:
            form.add_error(name, CHANGED.format(stored[name]))
        return _details(request, visit, form, status=409)
    messages.success(request, "Details saved.")
    return redirect("coaching:visit_review", pk=visit.pk)


def _details(request, visit, form, status=None):
    context = {"form": form, "visit": visit}
    context["trail"] = trail_of(visit, request.user, "Details")
    response = render_form(request, "coaching/visit_edit.html", context)
    response.status_code = status or response.status_code
    return response
