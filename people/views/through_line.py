"""The through-line: who stands between the system and the classroom, above and below oneself."""

import itertools

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.models import CoachAssignment, EvaluatorAssignment, Membership, School, User
from people.models.membership import during

Role = Membership.Role


@require_safe
def through_line(request):
    """The chain above, for anybody; the chain below, for whoever leads or coaches (S1.04)."""
    user = request.user
    context = {
        "above": _above(user),
        "schools": _schools_below(user) if user.is_district_staff else [],
        "coaches": _coaches_below(user) if user.led_school_ids else [],
        "without_coach": _without_coach(user) if user.led_school_ids else [],
        "coached": _owned(user).filter(coach=user).order_by("teacher__name"),
        "trail": [("Through-line", None)],
    }
    return render(request, "people/through_line.html", context)


def _held(user, *roles):
    held = Membership.objects.visible_to(user).active(user.today)
    held = held.filter(role__in=roles, user__is_active=True).exclude(user=user)
    return held.select_related("user", "school").order_by("user__name")


def _owned(user):
    """Who owns whose coaching today, as far as `user` may know."""
    rows = CoachAssignment.objects.visible_to(user).active(user.today).owners()
    return rows.select_related("teacher", "coach")


def _above(user):
    """(level, [(person, note)]) from the school system down to the person; empty ones left out."""
    levels = []
    if not user.is_district_staff:
        office = _held(user, Role.DISTRICT_STAFF)
        levels.append(("School system", [(row.user, row.title) for row in office]))
    lines = EvaluatorAssignment.objects.visible_to(user).active(user.today)
    lines = lines.filter(teacher=user, kind="evaluator").select_related("evaluator")
    levels.append(("Supervises and evaluates", [(line.evaluator, "") for line in lines]))
    here = {row.school_id for row in user.current_memberships if row.school_id}
    leaders = _held(user, Role.SCHOOL_LEADER).filter(school__in=here - user.led_school_ids)
    levels.append(("School", [(row.user, f"{row.title}, {row.school}") for row in leaders]))
    coaches = _owned(user).filter(teacher=user)
    levels.append(("Coach", [(row.coach, "") for row in coaches]))
    return [level for level in levels if level[1]]


def _schools_below(user):
    """Each school with its leaders, and how many coach and teach there."""
    here = during(user.today, "memberships__starts_on", "memberships__ends_on")
    here &= Q(memberships__user__is_active=True)
    counts = {
        name: Count("memberships__user", here & Q(memberships__role__in=roles), distinct=True)
        for name, roles in (
            ("coach_count", (Role.COACH, Role.TEACHER_LEADER)),
            ("teacher_count", (Role.TEACHER,)),
        )
    }
    schools = list(School.objects.visible_to(user).annotate(**counts))
    leaders = {}
    for row in _held(user, Role.SCHOOL_LEADER):
        leaders.setdefault(row.school_id, []).append(row.user)
    for school in schools:
        school.leaders = leaders.get(school.pk, [])
    return schools


def _coaches_below(user):
    """(coach, teachers) of the schools the person leads."""
    rows = _owned(user).filter(teacher__in=User.objects.visible_to(user).led_by(user))
    rows = rows.order_by("coach__name", "coach", "teacher__name")
    by_coach = itertools.groupby(rows, lambda row: row.coach)
    return [(coach, [row.teacher for row in few]) for coach, few in by_coach]


def _without_coach(user):
    """Teachers of the schools the person leads whom nobody coaches as owner today."""
    teachers = User.objects.visible_to(user).active().led_by(user)
    return teachers.exclude(pk__in=_owned(user).values("teacher")).order_by("name")
