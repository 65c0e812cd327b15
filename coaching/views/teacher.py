"""A teacher's page, for the coaches who work with her."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from coaching.forms.launch import LaunchAnswerForm
from coaching.launch import launch_of, with_launch
from coaching.models import ActionStep, Visit
from coaching.models.leaders import cannot_have_plan
from coaching.models.proposal import open_proposals
from coaching.peers import count_of_teacher
from coaching.rounds import keeps_rounds
from coaching.timeline import minutes_of, timeline
from people.models import CoachAssignment


def moment_before(request) -> dt.datetime | None:
    """Where the older entries begin, as the address says; 404 where that is no moment."""
    text = request.GET.get("before", "")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError as error:
        raise Http404 from error
    if moment is None or moment.tzinfo is None:
        raise Http404
    return moment


@require_safe
def teacher_detail(request, pk):
    """Open steps and next visit on top, then one timeline of everything."""
    user = request.user
    assignments = CoachAssignment.objects.visible_to(user).active(user.today).filter(coach=user)
    assignments = assignments.select_related("teacher__school_system")
    assignments = with_launch(assignments, user)
    assignments = assignments.annotate(
        proposals=open_proposals(user), peer_visits=count_of_teacher(user)
    )
    assignments = assignments.annotate(
        has_rounds=keeps_rounds("teacher", user.today), plans_are_off=cannot_have_plan(user.today)
    )
    assignment = get_object_or_404(assignments, teacher=pk, teacher__is_active=True)
    teacher = assignment.teacher
    planned = Visit.objects.visible_to(user).planned().filter(planned_on__gte=user.today)
    steps = ActionStep.objects.visible_to(user)
    context = {
        "teacher": teacher,
        "assignment": assignment,
        "is_owner": assignment.kind == CoachAssignment.Kind.OWNER,
        "launch": launch_of(assignment, user.today),
        "launch_form": LaunchAnswerForm(user=user),
        "steps": steps.open().written().filter(teacher=teacher).with_focus().with_look_fors(user),
        "proposals": assignment.proposals,
        "next_visit": planned.filter(teacher=teacher).order_by("planned_on").first(),
        "timeline": timeline(teacher, user, before=moment_before(request)),
        "minutes": minutes_of(teacher, user),
        "trail": [("Caseload", reverse("coaching:caseload")), (teacher.name, None)],
    }
    return render(request, "coaching/teacher_detail.html", context)
