"""Who is coached by whom, how often, and where the plan stands: what leaders may know (R13).

Only dates, counts, the refinement area and the plan's status; never a note, and no ranking.
"""

import dataclasses
import datetime as dt

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower

from coaching.models import Cycle, Plan, Visit
from people.models import CoachAssignment, Membership, Term, User

RECENT = dt.timedelta(days=14)
NO_PLAN = "none"
PLAN_STATUS = {
    NO_PLAN: "No plan yet",
    "draft": "In draft",
    "agreed": "Agreed",
    "completed": "Completed",
}


def stands_at(status):
    """Whether a teacher with plan status is at this one: a filter of rows."""
    return lambda teacher: teacher.plan_status == status


@dataclasses.dataclass(frozen=True)
class Period:
    """The moment a board is drawn, and the start of the term it counts from (None outside one)."""

    now: dt.datetime
    today: dt.date
    term: Term | None

    @classmethod
    def of(cls, user, now):
        terms = Term.objects.visible_to(user).filter(starts_on__lte=user.today)
        return cls(now, user.today, terms.filter(ends_on__gte=user.today).last())

    @property
    def term_start(self):
        return self.term.starts_on if self.term else self.today


def teachers_for_leader(user):
    """Teachers of the schools `user` leads, and those `user` evaluates (permissions R41)."""
    people = User.objects.visible_to(user).active()
    return people.filter(Q(pk__in=people.led_by(user)) | Q(pk__in=people.evaluated_by(user)))


def teachers_for_district(user):
    """Every teacher of the system, for those who see plan status (permissions R13)."""
    teaching = Membership.objects.visible_to(user).active(user.today).teachers()
    return User.objects.visible_to(user).active().filter(pk__in=teaching.values("user"))


def with_plan_status(teachers, user):
    """Add school, owner coach, the status of the newest plan, and the plan `user` may open.

    A plan that waits for a signature counts as in draft.
    """
    today = user.today
    teaching = Membership.objects.active(today).teachers().filter(user=OuterRef("pk"))
    owner = CoachAssignment.objects.active(today).owners().filter(teacher=OuterRef("pk"))
    plans = Plan.objects.switched_on().filter(teacher=OuterRef("pk"))
    newest = plans.order_by("-created_at")
    readable = Plan.objects.visible_to(user).agreed().filter(teacher=OuterRef("pk"))
    status = Subquery(newest.values("status")[:1], output_field=CharField())
    return teachers.annotate(
        school_id=Subquery(teaching.values("school")[:1]),
        school_name=Subquery(teaching.values("school__name")[:1]),
        grade_band=Subquery(teaching.values("grade_band")[:1]),
        coach_id=Subquery(owner.values("coach")[:1]),
        coach_name=Subquery(owner.values("coach__name")[:1]),
        newest_status=Coalesce(status, Value(NO_PLAN)),
        plan_status=Case(
            When(newest_status="proposed", then=Value("draft")),
            default=F("newest_status"),
            output_field=CharField(),
        ),
        plan_id=Subquery(readable.order_by("-agreed_at").values("pk")[:1]),
    ).order_by(Lower("name"), "pk")


def with_visits(teachers, user, period):
    """Add the last visit, the visits of the last 14 days and of the term, and the open cycle's
    refinement area where the system lets leaders see it."""
    visits = Visit.objects.held().filter(teacher=OuterRef("pk"), ended_at__isnull=False)
    cycle = Cycle.objects.visible_to(user).open().filter(teacher=OuterRef("pk"))
    focus = cycle if user.school_system.principal_sees_focus else cycle.none()
    return teachers.annotate(
        last_visit_at=Subquery(visits.order_by("-started_at").values("started_at")[:1]),
        recent_visits=_count(visits.filter(started_at__gt=period.now - RECENT)),
        term_visits=_count(visits.filter(started_at__date__gte=period.term_start)),
        focus=Subquery(focus.values("refinement_indicator__name")[:1]),
    )


def _count(rows):
    counted = rows.order_by().values("teacher").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def days_since(moment, user):
    """Whole days from a moment's date in the person's zone until today; None where never."""
    if moment is None:
        return None
    return (user.today - moment.astimezone(user.zone).date()).days


def visit_dates(teacher):
    """The teacher's held visits, newest first: date, kind, minutes and coach only."""
    rows = Visit.objects.held().filter(teacher=teacher, ended_at__isnull=False)
    return rows.select_related("coach").only(
        "started_at", "ended_at", "kind", "coach__name", "teacher_id"
    )[:60]


def matching(teachers, wanted, user):
    """The teachers a filter form asks for; an empty dictionary asks for all."""
    if text := wanted.get("q"):
        teachers = teachers.filter(Q(name__icontains=text) | Q(coach_name__icontains=text))
    if school := wanted.get("school"):
        teachers = teachers.filter(school_id=school.pk)
    if status := wanted.get("plan"):
        teachers = teachers.filter(plan_status=status)
    if band := wanted.get("grade_band"):
        teachers = teachers.filter(grade_band=band)
    if year := wanted.get("year"):
        agreed = Plan.objects.visible_to(user).agreed()
        agreed = agreed.filter(agreed_at__date__range=(year.starts_on, year.ends_on))
        teachers = teachers.filter(pk__in=agreed.values("teacher"))
    return teachers


def count_by_status(teachers) -> dict:
    """How many teachers stand at each plan status, and how many plans can be opened: one query."""
    counts = {key: Count("pk", filter=Q(plan_status=key)) for key in PLAN_STATUS}
    return teachers.order_by().aggregate(**counts, exportable=Count("plan_id"))
