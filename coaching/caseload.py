"""The caseload of a coach, worked out in one query: who was visited when, what is open, what next.

Whether a visit is due is said in words, against the days between visits that the system plans for.
"""

import dataclasses
import datetime as dt
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from coaching import launch
from coaching.cadence import counted_from, due_after
from coaching.launch import Launch
from coaching.models import ActionStep, Cycle, Plan, Visit
from people.models import CoachAssignment, Leave, Membership, User


@dataclasses.dataclass(frozen=True)
class Line:
    """One teacher of a caseload."""

    teacher: User
    today: dt.date
    cadence: int

    @property
    def is_owned(self):
        return self.teacher.assignment["kind"] == CoachAssignment.Kind.OWNER

    @property
    def last_visit_on(self):
        """The day of the last visit, in the zone of the school system."""
        at = self.teacher.last_visit_at
        return at and at.astimezone(self.teacher.zone).date()

    @property
    def since(self) -> dt.date:
        """The day from which the days without a visit count."""
        assigned_on = dt.date.fromisoformat(self.teacher.assignment["starts_on"])
        return counted_from(assigned_on, self.last_visit_on)

    @cached_property
    def due_on(self):
        """The day by which a visit is planned for, leave not counted; None during open leave."""
        return due_after(self.since, self.cadence, self._leaves)

    @property
    def is_due(self):
        """As many days without a visit as the system plans for, leave not counted."""
        return self.is_due_by(self.today) and not self.teacher.is_on_leave

    def is_due_by(self, day):
        """Whether the visit falls due on `day` or earlier."""
        return self.due_on is not None and self.due_on <= day

    def is_away_on(self, day):
        """Whether the teacher is on leave that day."""
        return any(first <= day and (not back or day < back) for first, back in self._leaves)

    @property
    def _leaves(self):
        return [
            (dt.date.fromisoformat(span["starts_on"]), _day_of(span["ends_on"]))
            for span in self.teacher.leaves
        ]

    @cached_property
    def launch(self):
        """The launch meeting with this teacher this school year."""
        return Launch(self.teacher.launch, self.teacher.is_in_year, self.today)

    @property
    def asks_launch(self):
        return self.launch.asks

    @property
    def contact_words(self):
        """When the last visit was, in words."""
        if self.last_visit_on is None:
            return "No visit yet"
        days = (self.today - self.last_visit_on).days
        if days == 0:
            return "Visited today"
        return "Visited yesterday" if days == 1 else f"Visited {days} days ago"

    @property
    def due_words(self):
        """What the cadence says: empty where nothing is to be said."""
        if self.teacher.is_on_leave:
            return "On leave"
        if not self.is_due:
            return ""
        return f"Visit due: planned every {self.cadence} days"

    @property
    def plan_words(self):
        plan = self.teacher.newest_plan
        return Plan.Status(plan["status"]).label if plan else "No plan yet"

    @property
    def school_id(self):
        return self.teacher.school["pk"] if self.teacher.school else ""

    @property
    def school_name(self):
        return self.teacher.school["name"] if self.teacher.school else "No school today"

    @property
    def next_visit_on(self):
        visit = self.teacher.next_visit
        return dt.date.fromisoformat(visit["on"]) if visit else None

    @property
    def step_due_on(self):
        step = self.teacher.open_step
        return _day_of(step["due_on"]) if step else None


def _day_of(text):
    return dt.date.fromisoformat(text) if text else None


def caseload_of(user: User) -> list[Line]:
    """The teachers `user` coaches today, by name: one query."""
    cadence = user.school_system.visit_cadence_days
    return [Line(teacher, user.today, cadence) for teacher in _teachers_of(user)]


def held_line(user: User, teacher_id) -> Line | None:
    """One teacher of the caseload, held until the transaction ends; None where she is not in it."""
    teachers = _teachers_of(user).filter(pk=teacher_id)
    teacher = teachers.select_for_update(of=("self",), no_key=True).first()
    return teacher and Line(teacher, user.today, user.school_system.visit_cadence_days)


def _teachers_of(user):
    teachers = _annotated(User.objects.visible_to(user).active().coached_by(user), user)
    return teachers.select_related("school_system").order_by("name", "pk")


def _annotated(teachers, user):
    today = user.today
    of_teacher = {"teacher": OuterRef("pk")}
    assignments = user.coach_assignments.active(today).filter(**of_teacher)
    works = Membership.objects.active(today).where_coached().filter(user=OuterRef("pk"))
    visits = Visit.objects.visible_to(user).filter(**of_teacher)
    held = Visit.objects.held().filter(**of_teacher)  # the date of anybody's visit (R13)
    steps = ActionStep.objects.visible_to(user).open().filter(**of_teacher)
    plans = Plan.objects.visible_to(user).filter(**of_teacher).order_by("-created_at")
    cycles = Cycle.objects.visible_to(user).open().filter(**of_teacher)
    leaves = Leave.objects.filter(membership__user=OuterRef("pk")).order_by("starts_on")
    span = JSONObject(starts_on="starts_on", ends_on="ends_on")
    return teachers.annotate(
        assignment=_first(
            assignments.order_by("starts_on"), pk="pk", kind="kind", starts_on="starts_on"
        ),
        launch=launch.found(user, assignment__coach=user, assignment__teacher=OuterRef("pk")),
        is_in_year=launch.is_in_year(user),
        school=_first(works, pk="school_id", name="school__name"),
        last_visit_at=Subquery(held.order_by("-started_at").values("started_at")[:1]),
        next_visit=_first(
            visits.planned().filter(planned_on__gte=today).order_by("planned_on"),
            pk="pk",
            on="planned_on",
        ),
        open_step=_first(steps, pk="pk", activity="activity", due_on="due_on"),
        newest_plan=_first(plans, pk="pk", status="status"),
        focus=Subquery(cycles.values("refinement_indicator__name")[:1]),
        is_on_leave=Exists(leaves.active(today)),
        leaves=ArraySubquery(leaves.values(json=span)),
    )


def _first(rows, **columns):
    """Some columns of the first row, as one value."""
    values = rows.annotate(found=JSONObject(**{key: F(name) for key, name in columns.items()}))
    return Subquery(values.values("found")[:1], output_field=JSONField())
