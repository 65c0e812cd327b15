from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching import peers
from coaching.models import Plan
from reports import activity
from reports.forms.board import DistrictPlansFilter
from reports.tables import DistrictPlansTable, SchoolTable

# The five numbers of the first screen, and two lists that only the advice links to.
SHOWN = {
    "all": ("Teachers", lambda row: True),
    "coached": ("With a coach", lambda row: row.coach_id),
    "visited": ("Visited in the last 14 days", lambda row: row.recent_visits),
    "not-visited": ("Coached, not visited in 14 days", lambda row: row.is_waiting),
    "agreed": ("With an agreed plan", lambda row: row.plan_status in ("agreed", "completed")),
    "not-coached": ("Without a coach", lambda row: not row.coach_id),
    "no-plan": (
        "With a coach, without a plan",
        lambda row: row.coach_id and row.plan_status == activity.NO_PLAN,
    ),
    **{
        f"plan-{status}": (f"Plan: {label}", activity.stands_at(status))
        for status, label in activity.PLAN_STATUS.items()
    },
}
NUMBERS = ("all", "coached", "visited", "not-visited", "agreed")


def _teachers(request):
    """The leader's teachers with their activity; 404 for whoever leads and evaluates nobody."""
    user = request.user
    if not {"school_leader", "evaluator"} & user.duties:
        raise Http404
    period = activity.Period.of(user, timezone.now())
    rows = activity.with_plan_status(activity.teachers_for_leader(user), user)
    return period, activity.with_visits(rows, user, period)


@require_safe
def school(request):
    """A leader's first screen: five numbers, each the count of the list behind it."""
    period, teachers = _teachers(request)
    rows = list(teachers)
    for row in rows:
        row.is_waiting = bool(row.coach_id) and not row.recent_visits
    shown = request.GET.get("show")
    shown = shown if shown in SHOWN else "all"
    listed = [row for row in rows if SHOWN[shown][1](row)]
    context = {
        "numbers": [
            {"show": key, "label": SHOWN[key][0], "value": sum(map(bool, map(SHOWN[key][1], rows)))}
            for key in NUMBERS
        ],
        "shown": shown,
        "shown_label": SHOWN[shown][0],
        "period": period,
        "peer_visits": peers.count_for_leader(request.user),
        "advice": _advice(rows),
        "table": SchoolTable(
            listed,
            request=request,
            user=request.user,
            shows_focus=request.user.school_system.principal_sees_focus,
        ),
    }
    return render(request, "reports/school.html", context)


def _advice(rows):
    """At most three lines of what to do now: (sentence, which list)."""
    lines = {
        "not-coached": "without a coach: agree with the district who coaches them.",
        "not-visited": "not visited in 14 days: ask the coach what gets in the way.",
        "no-plan": "with a coach but no plan yet: make time to write one.",
    }
    counts = {show: sum(map(bool, map(SHOWN[show][1], rows))) for show in lines}
    return [
        {"sentence": f"{count} teacher{'' if count == 1 else 's'} {lines[show]}", "show": show}
        for show, count in counts.items()
        if count
    ]


@require_safe
def teacher_activity(request, pk):
    """One teacher's visits by date and agreed plans: no note, no step."""
    _period, teachers = _teachers(request)
    teacher = get_object_or_404(teachers, pk=pk)
    context = {
        "teacher": teacher,
        "visits": activity.visit_dates(teacher),
        "plans": Plan.objects.visible_to(request.user).agreed().filter(teacher=teacher),
        "status": activity.PLAN_STATUS[teacher.plan_status],
        "days": activity.days_since(teacher.last_visit_at, request.user),
        "shows_focus": request.user.school_system.principal_sees_focus,
    }
    return render(request, "reports/teacher_activity.html", context)


@require_safe
def district_plans(request):
    """Agreed plans and who has none yet, with filters; the agreed ones can be exported."""
    user = request.user
    if not {"district_staff", "custodian"} & user.duties:
        raise Http404
    form = DistrictPlansFilter(request.GET or None, user=user)
    everybody = activity.with_plan_status(activity.teachers_for_district(user), user)
    matching = activity.matching(everybody, form.cleaned_data if form.is_valid() else {}, user)
    counts = activity.count_by_status(matching)
    can_export = user.is_district_staff and counts["exportable"] > 0
    context = {
        "form": form,
        "numbers": [
            {
                "key": key,
                "label": label,
                "value": counts[key],
                "is_current": request.GET.get("plan") == key,
            }
            for key, label in activity.PLAN_STATUS.items()
        ],
        "peer_visits": peers.count_for_district(user),
        "exportable": counts["exportable"],
        "table": DistrictPlansTable(
            matching, request=request, exclude=() if can_export else ("plan_id",)
        ),
        "can_export": can_export,
        "export_url": f"{reverse('reports:export_plans')}?{request.GET.urlencode()}",
    }
    return render(request, "reports/district_plans.html", context)
