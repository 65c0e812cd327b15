"""Today: one page for each person, with a section for each duty; nobody switches roles."""

import collections

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.caseload import caseload_of
from coaching.live import device_data
from coaching.models import ActionStep
from coaching.walkthrough_week import walk_week
from coaching.walkthroughs import longest_ago_first, teachers_for
from people.get_started import checklist
from people.models import Membership
from reports import activity
from reports.agenda import ROUND_KINDS, agenda

Role = Membership.Role
DUE_SHOWN = 8
WALKS_SHOWN = 6


@require_safe
def today(request):
    """What waits for this person, section by section."""
    user = request.user
    items = agenda(user, timezone.now())
    context = {
        "items": items,
        "today": user.today,
        "is_teacher": Role.TEACHER in user.duties,
        "is_coach": Role.COACH in user.duties,
        "is_leader": Role.SCHOOL_LEADER in user.roles,
        "walks_in": not user.duties.isdisjoint({"school_leader", "evaluator"}),
        "is_district": Role.DISTRICT_STAFF in user.roles,
        "is_admin": Role.SYSTEM_ADMIN in user.roles,
        "waits_for_coach": _some(items, "planned", "no_feedback", "unshared", "sign"),
        "waits_for_teacher": _some(
            items,
            *(
                "goes_along",
                "proposal",
                "feedback",
                "notes",
                "walkthrough",
                "formal",
                "sign",
                "reflect",
            ),
            *("peer", "peer_write", "peer_told"),
        ),
        "unshared_walks": _some(items, "walk_running", "formal_running", "walk_unshared"),
        "for_everybody": _some(items, "vision", "survey"),
        "assignments": _some(items, "assignment", "promise"),
        "meetings": _some(items, "meeting"),
        "files": _some(items, "export", "import"),
        "get_started": checklist(user),
        "overdue_steps": _some(items, *ROUND_KINDS),
        **_for_coach(user),
        **_for_teacher(user),
        **_for_leader(user),
        **_for_walkthroughs(user),
    }
    return render(request, "reports/today.html", context)


def _some(items, *kinds):
    return [item for kind in kinds for item in items.get(kind, ())]


def _for_coach(user):
    """Teachers who were not visited for longer than planned."""
    if Role.COACH not in user.duties:
        return {}
    lines = caseload_of(user)
    due = sorted((line for line in lines if line.is_due), key=lambda line: line.since)
    return {
        "sender": device_data(user),
        "caseload_size": len(lines),
        "due": due[:DUE_SHOWN],
        "due_count": len(due),
        "launch_asked": sum(line.asks_launch for line in lines),
    }


def _for_teacher(user):
    """The next step, with what one would see when it works."""
    if Role.TEACHER not in user.duties:
        return {}
    steps = ActionStep.objects.visible_to(user).open().written().filter(teacher=user)
    return {"steps": steps.with_look_fors(user)[:1], "statuses": ActionStep.Status}


def _for_leader(user):
    """How many plans of the leader's schools stand where."""
    if Role.SCHOOL_LEADER not in user.roles:
        return {}
    teachers = activity.with_plan_status(activity.teachers_for_leader(user), user)
    counts = collections.Counter(teachers.values_list("plan_status", flat=True))
    labels = activity.PLAN_STATUS.items()
    return {"plan_counts": [(f"plan-{status}", label, counts[status]) for status, label in labels]}


def _for_walkthroughs(user):
    """Whom to walk in on next, one tap each."""
    if user.duties.isdisjoint({"school_leader", "evaluator"}):
        return {}
    return {
        "walk_week": walk_week(user),
        "teachers": longest_ago_first(teachers_for(user))[:WALKS_SHOWN],
    }
