"""Coaching plans: the list, starting one, and reading one."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions.plan import start_plan
from coaching.forms.plan import PlanFilter, ResponseForm
from coaching.forms.plan_start import PlanStartForm
from coaching.models import Artifact, LearningTargets, ObservationRound, Plan, Reflection
from coaching.models.artifact import OF_PLAN, file_rows
from coaching.models.leaders import LEADERS
from coaching.models.readiness import can_be_ready, missing, readiness_column
from coaching.plan_record import plan_record, with_record
from coaching.readers import who_can_read
from core.forms import render_form
from people.actions.access import record_read
from people.models import Membership, User
from people.models.user import UUID

PAGE = 50
TONES = {"draft": "neutral", "proposed": "waiting", "agreed": "done", "completed": "done"}


def get_plan(request, pk, **columns) -> Plan:
    """The plan, where this person may read it, with the people and the cycle it belongs to."""
    plans = Plan.objects.visible_to(request.user).with_owner(request.user.today)
    plans = plans.annotate(**columns)
    return get_object_or_404(with_record(plans.select_related("teacher__school_system")), pk=pk)


def posted(request):
    """What a form is bound to: nothing where the page is only shown."""
    return request.POST if request.method == "POST" else None


def trail_of(plan, *pages):
    """Where a page about a plan stands: the list, the plan, and what comes below it."""
    above = [("Plans", reverse("coaching:plan_list"))]
    if not pages:
        return [*above, (plan.teacher.name, None)]
    return [*above, (plan.teacher.name, plan.get_absolute_url()), *pages]


@require_safe
def plan_list(request):
    """Every plan this person may read, newest first; what waits for them stands on top."""
    plans = Plan.objects.visible_to(request.user).select_related("teacher", "coach", "school")
    plans = plans.select_related("school_year", "cycle__refinement_indicator")
    found = PlanFilter(request.GET, plans, request=request)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    can_start = not request.user.duties.isdisjoint({"teacher", "coach"})
    context = {
        "filter": found,
        "page": page,
        "can_start": can_start,
        "trail": [("Today", "/"), ("Plans", None)],
    }
    return render(request, "coaching/plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_start(request):
    """Start a plan: from a feedback meeting, from a teacher's page, or as the teacher."""
    if request.user.duties.isdisjoint({"teacher", "coach"}):
        raise PermissionDenied("Plans are started by a teacher or her coach.")
    initial = _start_from(request)
    form = PlanStartForm(posted(request), user=request.user, initial=initial)
    has_leaders = request.user.has_feature(LEADERS)
    is_shown = request.method != "POST" and has_leaders
    if is_shown and _is_leader(request.user, initial["teacher"]):
        return redirect(_leader_start(initial))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            plan = start_plan(
                chosen["teacher"],
                by=request.user,
                now=timezone.now(),
                feedback=chosen["feedback"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("coaching:plan_edit", plan.pk)
    context = {
        "form": form,
        "may_lead": has_leaders and _may_lead(request.user),
        "may_start": form.fields["teacher"].queryset.exists(),
        "plans_url": reverse("coaching:plan_list"),
        "from_feedback": form["feedback"].value(),
        "open_plans": _open_plans(request),
        "trail": [("Plans", reverse("coaching:plan_list")), ("Start a plan", None)],
    }
    return render_form(request, "coaching/plan_start.html", context)


def _start_from(request):
    """What the link brought along; a teacher starts her own."""
    teacher = request.GET.get("teacher")
    if not teacher and "coach" not in request.user.duties:
        teacher = str(request.user.pk)
    return {"teacher": teacher, "feedback": request.GET.get("feedback")}


def _may_lead(user):
    return "coach" in user.duties or bool(user.led_school_ids)


def _is_leader(user, teacher):
    """Whether the link names somebody who leads a school and does not teach."""
    if not UUID.fullmatch(teacher or ""):
        return False
    leaders = Membership.objects.visible_to(user).active(user.today).only_leads(teacher)
    return User.objects.visible_to(user).filter(leaders, pk=teacher).exists()


def _leader_start(initial):
    query = {"leader": initial["teacher"], "feedback": initial["feedback"] or ""}
    return f"{reverse('coaching:leader_plan_start')}?{urlencode(query)}"


def _open_plans(request):
    """Plans whose cycle is still open: the reason why another one cannot be started yet."""
    plans = Plan.objects.visible_to(request.user).filter(cycle__closed_at=None)
    return plans.select_related("teacher")[:20]


@require_safe
def plan_detail(request, pk):
    """The plan of record: a draft for the two who write it, the frozen one for its readers."""
    rounds = ObservationRound.objects.visible_to(request.user)
    from_round = Subquery(rounds.filter(pk=OuterRef("cycle__came_from_round")).values("pk"))
    columns = {"ready_days": readiness_column(request.user), "from_round": from_round}
    plan = get_plan(request, pk, file_rows=file_rows(request.user, OF_PLAN), **columns)
    is_pair = request.user.pk in (plan.teacher_id, plan.coach_id, plan.owner_id)
    leave_a_trail(request, plan)
    response = getattr(plan, "response", None)
    record, now = plan_record(plan), timezone.now()
    context = {
        "plan": plan,
        "is_pair": plan.is_written_by(request.user),
        "files": Artifact.shown(plan.file_rows),
        "can_add_files": plan.files_can_be_added_by(request.user),
        "add_file_url": reverse("coaching:artifact_add", args=["plan", plan.pk]),
        "record": record,
        "versions": _earlier(record),
        "tone": TONES[plan.status],
        "trail": trail_of(plan),
        "readers": [reader.name for reader in who_can_read(plan)],
        "reflections": _reflections(request, plan) if is_pair and plan.is_agreed else [],
        "can_edit": plan.can_be_edited_by(request.user),
        "can_sign": plan.can_be_signed_by(request.user) and not plan.is_signed_by(request.user),
        "can_adjust": plan.can_be_adjusted_by(request.user),
        "can_leave": plan.adjustment_can_be_left_by(request.user),
        "can_complete": plan.can_be_completed_by(request.user),
        "can_reflect": plan.can_be_reflected_on_by(request.user),
        "has_targets": LearningTargets.can_be_written_by(plan, request.user),
        "can_be_ready": can_be_ready(plan, request.user),
        "not_ready": missing(plan),
        "can_show": plan.can_be_shown_to_principal_by(request.user),
        "can_ask": plan.can_be_asked_about_by(request.user),
        "can_answer": plan.response_can_be_written_by(request.user, now),
        "answer_form": ResponseForm(instance=response, user=request.user),
    }
    return render(request, "coaching/plan_detail.html", context)


def _earlier(record):
    """Numbers of the versions before the one that holds, newest first."""
    revision = record.get("revision")
    return range(revision["number"] - 1, 0, -1) if revision else []


@require_safe
def plan_readers(request, pk):
    """The line *who can read this*, for pages that fetch it once they stand."""
    plan = get_plan(request, pk)
    return render(request, "_who_can_read.html", {"readers": who_can_read(plan)})


def _reflections(request, plan):
    """What the teacher shared, and for herself also her drafts."""
    written = Reflection.objects.visible_to(request.user).filter(plan=plan).exclude(text="")
    return written.select_related("prompt").order_by("prompt__order", "created_at")


def leave_a_trail(request, plan):
    """Everybody but teacher and coach is written down on the teacher's trail (P14)."""
    if request.user.pk in (plan.teacher_id, plan.coach_id, plan.owner_id):
        return
    why = _why(request.user, plan)
    record_read(plan, reader=request.user, subject=plan.teacher, why=why, now=timezone.now())


def _why(user, plan):
    """By which relation this person reads the plan, in words for the teacher."""
    if user.is_district_staff and plan.district_may_read:
        return "district staff"
    if plan.school_id in user.led_school_ids:
        return "school leader"
    if plan.teacher.evaluations.active(user.today).filter(evaluator=user).exists():
        return "evaluator"
    return "school leader" if user.led_school_ids else "coach of this teacher"
