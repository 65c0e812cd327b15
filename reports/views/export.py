from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.models import Plan, Visit, Walkthrough
from core.forms import render_form
from core.leases import bell
from ilt.models import DataReview, LongRangePlan
from reports import exportable, store
from reports.actions import export as actions
from reports.forms.export import ExportPlansForm
from reports.models import Export

WITHDRAW = "reports.tasks.withdraw_export"
SHOWN = 50
RETRY_AFTER = "60"
NOT_FOR_CONTRIBUTORS = (
    "You can read this plan as a contributor. Its teacher or owner coach can export it for you."
)
NOT_FOR_MEMBERS = (
    "You can read this review. A principal, district staff or the system’s team can export it."
)
NOT_SHARED = "A visit can be exported once it is shared with the teacher."
NOT_TO_PRINT = "A long-range plan is printed by those who lead and the district’s coaching staff."
NOT_THIS_WALKTHROUGH = (
    "Once it is shared, the teacher, who made it, and the leaders of the school can export it."
)
NOTHING_LEFT = "Nothing in this file is yours to read any more."


def _get_export(request, pk):
    exports = Export.objects.visible_to(request.user).select_related("requester__school_system")
    return get_object_or_404(exports, pk=pk)


def start_export(request, ask):
    """Ask for a file and show how it comes along; 429 while too many are being made."""
    try:
        export = ask()
    except actions.TooManyJobsError:
        running = Export.objects.visible_to(request.user).open()
        context = {"running": running, "trail": [*_trail(), ("Too many at once", None)]}
        response = render(request, "reports/export_too_many.html", context, status=429)
        response["Retry-After"] = RETRY_AFTER
        return response
    return redirect(export)


def export_one(request, kind, rows, pk, why_not):
    """Ask for one record as a PDF. 404 where it is not among `rows`, those the person may read;
    403 with `why_not` where they may read it and not take it along."""
    wanted = exportable.CONTENT[kind].to_print(request.user).filter(pk=pk)
    if not wanted:
        get_object_or_404(rows, pk=pk)
        raise PermissionDenied(why_not)
    return start_export(request, lambda: ask_for(request, kind, wanted))


def _trail():
    return [("Today", reverse("reports:today")), ("My files", reverse("reports:export_list"))]


@require_POST
def plan_export(request, pk):
    """Ask for one coaching plan as a PDF."""
    rows = Plan.objects.visible_to(request.user)
    return export_one(request, Export.Kind.PLAN, rows, pk, NOT_FOR_CONTRIBUTORS)


@require_POST
def visit_export(request, pk):
    """Ask for the record of one shared visit as a PDF."""
    rows = Visit.objects.visible_to(request.user)
    return export_one(request, Export.Kind.VISIT, rows, pk, NOT_SHARED)


@require_POST
def walkthrough_export(request, pk):
    """Ask for one shared walkthrough or formal visit as a PDF."""
    rows = Walkthrough.objects.visible_to(request.user)
    return export_one(request, Export.Kind.WALKTHROUGH, rows, pk, NOT_THIS_WALKTHROUGH)


@require_POST
def change_export(request, pk):
    """Ask for *What changed* of a teacher as a PDF: her own, or of somebody one coaches."""
    teacher = get_object_or_404(exportable.CHANGES.to_print(request.user), pk=pk)
    return start_export(request, lambda: ask_for(request, Export.Kind.CHANGE, [teacher]))


@require_POST
def meeting_export(request, pk):
    """Ask for the agenda or the minutes of a meeting as a PDF."""
    meeting = get_object_or_404(exportable.MEETINGS.to_print(request.user), pk=pk)
    return start_export(request, lambda: ask_for(request, Export.Kind.MEETING, [meeting]))


@require_POST
def long_range_export(request, pk):
    """Ask for a leadership team's long-range plan as a PDF."""
    rows = LongRangePlan.objects.visible_to(request.user)
    return export_one(request, Export.Kind.LONG_RANGE, rows, pk, NOT_TO_PRINT)


@require_POST
def data_review_export(request, pk):
    """Ask for the packet of a data review as a PDF."""
    rows = DataReview.objects.visible_to(request.user)
    return export_one(request, Export.Kind.REVIEW, rows, pk, NOT_FOR_MEMBERS)


def ask_for(request, kind, records):
    return actions.request_export(kind, list(records), by=request.user, now=timezone.now())


@require_POST
def export_plans(request):
    """Ask for many plans as a ZIP: the ticked ones, or all that the list's filters match."""
    form = ExportPlansForm(request.POST, user=request.user, filters=request.GET)
    if not form.is_valid():
        context = {"form": form, "others": form.others, "trail": [*_trail(), ("Export", None)]}
        return render_form(request, "reports/export_plans.html", context)
    plans = form.cleaned_data["plans"]
    return start_export(request, lambda: ask_for(request, Export.Kind.PLANS, plans))


@require_safe
def export_list(request):
    """The files somebody asked for, newest first."""
    exports = Export.objects.visible_to(request.user)[:SHOWN]
    now = timezone.now()
    rows = [{"export": export, **_status(export, now)} for export in exports]
    trail = [*_trail()[:1], ("My files", None)]
    context = {"rows": rows, "trail": trail, "plans_url": _plans_url(request.user)}
    return render(request, "reports/export_list.html", context)


def _plans_url(user):
    """Where somebody chooses plans to export: district staff many at once, others one by one."""
    return reverse("reports:district_plans" if user.is_district_staff else "coaching:plan_list")


@require_safe
def export_detail(request, pk):
    """How far one file is; it survives a reload, and works without JavaScript."""
    export = _get_export(request, pk)
    context = _progress(request, export) | {"trail": [*_trail(), (export.file_name, None)]}
    return render(request, "reports/export_detail.html", context)


@require_safe
def export_progress(request, pk):
    """The part of that page which renews itself; 204 while nothing has changed."""
    context = _progress(request, _get_export(request, pk))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "reports/_export_progress.html", context)


def _progress(request, export):
    now = timezone.now()
    done = export.parts.kept().aggregate(done=Sum("done"))["done"] or 0
    is_live = export.is_ready and not export.is_expired(now)
    return {
        "export": export,
        "done": done,
        "seen": f"{export.state}-{done}",
        "is_live": is_live,
        "is_expired": export.is_expired(now),
        "changed": exportable.changed_since(export, export.parts.kept()) if is_live else 0,
        "can_try_again": export.can_be_tried_again_by(request.user),
        "renews": export.is_running and request.GET.get("renew") != "off",
        **_status(export, now),
    }


def _status(export, now):
    """The state of a file in words, and the tone of its tag."""
    if export.is_running:
        return {"status": "Being made", "tone": "active"}
    if export.has_failed:
        return {"status": "Failed", "tone": "late"}
    if not export.is_ready:
        return {"status": "Taken back", "tone": "neutral"}
    if export.is_expired(now):
        return {"status": "Expired", "tone": "neutral"}
    return {"status": "Ready", "tone": "done"}


@require_safe
def export_download(request, pk):
    """The file itself, while its link lives and its requester may still read all of it."""
    export = _get_export(request, pk)
    if not export.is_ready:
        raise Http404
    if export.is_expired(timezone.now()):
        trail = [*_trail(), (export.file_name, None)]
        context = {"export": export, "trail": trail}
        return render(request, "reports/export_expired.html", context, status=410)
    if not exportable.may_have_all(export):
        bell.ring(WITHDRAW, export.pk)
        raise Http404
    return _attachment(export)


def _attachment(export):
    """Saved, never shown inside the browser, and never guessed at."""
    file = open(store.path_of(export.stored_as), "rb")  # noqa: SIM115 (the response closes it)
    response = FileResponse(file, as_attachment=True, filename=export.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def export_again(request, pk):
    """Try a failed file again, or make an old one anew from the plans as they are today."""
    export = _get_export(request, pk)
    now = timezone.now()
    if export.can_be_tried_again_by(request.user):
        return start_export(request, lambda: actions.try_again(export, now=now))
    if export.is_running:
        return redirect(export)
    return _anew(request, export, now)


def _anew(request, export, now):
    if (
        not exportable.CONTENT[export.kind]
        .may_export(request.user)
        .filter(pk__in=export.record_ids)
    ):
        messages.error(request, NOTHING_LEFT)
        return redirect(export)
    return start_export(request, lambda: actions.request_anew(export, by=request.user, now=now))
