"""Observation rounds as pages show them: each step with its days, and whom one may observe."""

import dataclasses
import datetime as dt

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce

from coaching.models import Cycle, ObservationRound, Plan, RoundStep, SelfAssessment, Visit
from coaching.models.observation import CLOCK, officials
from coaching.models.relations import owned
from people.models import Membership, School, User

Step = RoundStep.Step
OVERDUE, DUE, SOON = "overdue", "due", "soon"
WAITS_FOR = {
    Step.SELF_ASSESSMENT: "after the visit",
    Step.POST_CONFERENCE: "after the visit",
    Step.ADJUSTMENT: "after the post-conference",
    Step.FOLLOW_UP: "after the post-conference",
    Step.NEXT_VISIT: "no date yet",
}
IN_ORDER = {step: place for place, step in enumerate(Step)}


@dataclasses.dataclass(frozen=True)
class StepLine:
    """One step of a round on a day."""

    step: RoundStep
    done_on: dt.date | None
    today: dt.date

    @property
    def name(self):
        return self.step.step

    @property
    def label(self):
        return self.step.get_step_display()

    @property
    def state(self):
        """done, overdue, due, soon or later; empty where it waits for another step."""
        if self.done_on:
            return "done"
        if self.step.due_on is None:
            return ""
        if self.step.due_on < self.today:
            return OVERDUE
        if self.step.due_on == self.today:
            return DUE
        return SOON if self.step.soon_on <= self.today else "later"

    @property
    def words(self):
        """What the state says, beside the date."""
        return {
            OVERDUE: "Still open",
            DUE: "Due today",
            SOON: "Due soon",
            "done": "Done",
            "later": "To come",
        }.get(self.state, "Waits")

    @property
    def tone(self):
        tones = {OVERDUE: "late", DUE: "waiting", SOON: "waiting", "done": "done"}
        return tones.get(self.state, "neutral")

    @property
    def waits_for(self):
        """Why there is no date yet."""
        return WAITS_FOR.get(self.name, "not planned yet")

    @property
    def window(self):
        """The first day, where the step has a window that has not begun or is open."""
        is_window = self.name == Step.FOLLOW_UP and not self.done_on
        return self.step.opens_on if is_window else None

    @property
    def is_late(self):
        """Done after its last day."""
        return bool(self.done_on and self.step.due_on and self.done_on > self.step.due_on)

    @property
    def is_dated(self):
        return self.name in RoundStep.DATED


def lines_of(row: ObservationRound, today: dt.date) -> list[StepLine]:
    """The steps of a round read with its steps, in order; an unannounced visit has no
    pre-conference, and the next visit shows where one is expected."""
    skipped = set()
    if not row.is_announced:
        skipped.add(Step.PRE_CONFERENCE)
    if row.next_visit_by is None:
        skipped.add(Step.NEXT_VISIT)
    steps = sorted(row.steps.all(), key=lambda step: IN_ORDER[step.step])
    return [
        StepLine(step, row.date_of(step.step), today) for step in steps if step.step not in skipped
    ]


def rounds_for(user: User):
    """The rounds this person sees, with their steps: two queries."""
    steps = RoundStep.objects.visible_to(user).select_related("done_by")
    rows = ObservationRound.objects.visible_to(user).with_rights(user).for_page()
    return rows.prefetch_related(Prefetch("steps", steps))


def round_of(teacher: User, user: User, today: dt.date):
    """The open round of a teacher and its lines, or None: two queries."""
    row = rounds_for(user).open().filter(teacher=teacher).first()
    if row:
        row.lines = lines_of(row, today)
    return row


def soonest_first(rows):
    """Those with the earliest open due date first; those without one last."""
    undone = Q(steps__done_at=None)
    rows = rows.annotate(next_due_on=Min("steps__due_on", filter=undone))
    return rows.order_by(F("next_due_on").asc(nulls_last=True), "teacher__name", "pk")


def steps_to_do(user: User, show: str, today: dt.date):
    """Undone steps that are overdue, due or due soon, as `show` says; else every undone one."""
    steps = RoundStep.objects.visible_to(user)
    return steps.standing(show, today) if show in (OVERDUE, DUE, SOON) else steps.undone()


def counts_for(user: User, today: dt.date) -> dict[str, int]:
    """How many listed rounds have a step that is overdue, due or due soon: one query."""
    steps = RoundStep.objects.visible_to(user).undone().exclude(round__teacher=user)
    conditions = RoundStep.conditions(today)
    return steps.aggregate(
        **{state: Count("round", filter=when, distinct=True) for state, when in conditions.items()}
    )


def narrowed(rows, wanted: dict, user: User):
    """Rounds as a filter asks: by name, school, state and step."""
    show, step = wanted.get("show"), wanted.get("step")
    if show == "closed":
        rows = rows.exclude(closed_at=None)
    else:
        rows = rows.open()
        if show or step:
            steps = steps_to_do(user, show, user.today).filter(round=OuterRef("pk"))
            rows = rows.filter(Exists(steps.filter(step=step) if step else steps))
    for word in (wanted.get("q") or "").split():
        rows = rows.filter(teacher__name__icontains=word)
    if wanted.get("school"):
        rows = rows.filter(school=wanted["school"])
    return rows


def with_informal_visit(rows, user: User):
    """Each with `informal_visit_at`: the last visit `user` knows of after the post-conference."""
    visits = (
        Visit.objects.visible_to(user)
        .held()
        .filter(teacher=OuterRef("teacher"), started_at__date__gt=OuterRef("post_conference_on"))
    )
    last = visits.order_by("-started_at").values("started_at")[:1]
    return rows.annotate(informal_visit_at=Subquery(last))


def with_assessment(rows, user: User):
    """Each with `assessment_is_open`: whether there is a self-assessment that `user` reads."""
    readable = SelfAssessment.objects.visible_to(user).filter(round=OuterRef("pk"))
    return rows.annotate(assessment_is_open=Exists(readable))


def with_coaching_plan(rows, user: User):
    """Each with `plan_id`, the plan that came from it, and `open_plan_id`, the teacher's open one,
    as far as `user` reads them; whether a cycle is open (`open_cycle`), and whether she teaches."""
    plans = Plan.objects.visible_to(user)
    ours = plans.filter(cycle__came_from_round=OuterRef("pk")).order_by("-cycle__opened_on", "-pk")
    others = plans.filter(teacher=OuterRef("teacher"), cycle__closed_at=None)
    teaching = Membership.objects.active(user.today).teachers().filter(user=OuterRef("teacher"))
    return rows.annotate(
        plan_id=Subquery(ours.values("pk")[:1]),
        open_plan_id=Subquery(others.values("pk")[:1]),
        open_cycle=Exists(Cycle.objects.open().filter(teacher=OuterRef("teacher"))),
        teaches=Exists(teaching),
    )


def observable_by(user: User):
    """The teachers and leaders whose rounds this person begins, and at which school: those observed
    formally, and those whose owner coach they are."""
    today = user.today
    held = Membership.objects.active(today).filter(user=OuterRef("pk"))
    teaching = held.teachers().values("school")[:1]
    leading = held.filter(role=Membership.Role.SCHOOL_LEADER).values("school")[:1]
    people = User.objects.visible_to(user).active().exclude(pk=user.pk)
    is_official = ExpressionWrapper(officials(user, "pk"), BooleanField())
    people = people.filter(officials(user, "pk") | Q(pk__in=owned(user)))
    return people.annotate(
        is_official=is_official,
        school_id=Coalesce(Subquery(teaching), Subquery(leading)),
    ).filter(school_id__in=School.objects.with_feature(CLOCK).values("pk"))


def keeps_rounds(person: str, today: dt.date):
    """Whether a school where somebody works today has rounds: `person` is a column of the query
    that this goes into."""
    held = Membership.objects.active(today).filter(CLOCK.is_on(), user=OuterRef(person))
    return Exists(held)
