from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.functional import cached_property

from coaching.models.focus import open_focus
from coaching.models.leaders import hidden_plans, hidden_steps
from coaching.models.relations import (
    caseload,
    is_caseload,
    may_read,
    may_read_feedback,
    owned,
    owner_assignment,
)
from core.rows import Row
from people.models import CoachAssignment


class ActionStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Steps `user` may read: the teacher's own once shared; a coach's own, and the open ones;
        of those from before an owner coach what the teacher let go along (permissions R12, P8).
        Those of a leader's plan that is switched off show to nobody."""
        shared = Q(shared_at__isnull=False)
        subject = Q(teacher=user) & shared
        own = Q(coach=user, teacher__in=caseload(user))
        open_ones = shared & Q(status__in=ActionStep.OPEN) & may_read(user, "shared_at")
        from_before = shared & may_read_feedback(user, "shared_at")
        return self.switched_on().filter(subject | own | open_ones | from_before)

    def switched_on(self):
        """Without those that stand in a switched-off plan of a leader and nowhere else."""
        return self.exclude(pk__in=hidden_steps())

    def kept(self):
        """Steps that nobody has removed."""
        return self.filter(removed_at=None)

    def open(self):
        return self.kept().filter(status__in=ActionStep.OPEN)

    def with_owner(self, today):
        """Steps that know their teacher's owner coach of `today` without another query."""
        owners = CoachAssignment.objects.active(today).owners()
        of_teacher = owners.filter(teacher=models.OuterRef("teacher"))
        return self.annotate(owner_id=models.Subquery(of_teacher.values("coach")[:1]))

    def with_focus(self):
        """Steps that know their indicator and `focus`, the teacher's open refinement area."""
        return self.select_related("indicator").annotate(focus=open_focus())

    def with_look_fors(self, user):
        """Steps with `kept_look_fors`: those with words that `user` may read."""
        look_fors = LookFor.objects.visible_to(user).kept().exclude(text="")
        return self.prefetch_related(
            models.Prefetch("look_fors", look_fors, to_attr="kept_look_fors")
        )

    def written(self):
        """Steps that say what to do."""
        return self.exclude(activity="")

    def to_check(self, today):
        """Open steps whose check-back date has come."""
        return self.open().filter(check_back_on__lte=today)


class ActionStep(Row):
    """The bite-sized thing a teacher does next. Each teacher has one set (S1.08): steps come from
    feedback meetings and from the plan. Status is private to the pair."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PRACTISING = "practising", "Practising"
        MET = "met", "Met"
        DROPPED = "dropped", "Dropped"

    class Support(models.TextChoices):
        MODEL = "model", "Model"
        CO_TEACH = "co_teach", "Co-teach"
        CO_PLAN = "co_plan", "Co-plan"
        SIDE_BY_SIDE = "side_by_side", "Side-by-side coaching"
        OBSERVE = "observe", "Observe"
        ANALYSE_WORK = "analyse_work", "Analyze student work"
        DEBRIEF = "debrief", "Debrief"

    OPEN = (Status.OPEN, Status.PRACTISING)

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="steps"
    )
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        "coaching.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    order = models.PositiveSmallIntegerField(default=1)
    activity = models.TextField(blank=True, help_text="One thing, small enough for a week.")
    teacher_does = models.TextField(blank=True, verbose_name="what the teacher does")
    starts_on = models.DateField(null=True, blank=True, verbose_name="starts")
    due_on = models.DateField(null=True, blank=True, verbose_name="due")
    support = models.CharField(
        max_length=20, choices=Support.choices, blank=True, verbose_name="support from the coach"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    check_back_on = models.DateField(null=True, blank=True, verbose_name="when the coach is back")
    indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    priority = models.ForeignKey(
        "goals.Goal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_steps",
        verbose_name="the priority it is about",
    )
    shared_at = models.DateTimeField(null=True, editable=False)
    met_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ActionStepQuerySet.as_manager()

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                name="step_is_due_after_it_starts",
                violation_error_message="Enter a due date on or after the start date.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["teacher", "status"],
                condition=Q(removed_at=None),
                name="steps_of_a_teacher",
            ),
        ]

    def __str__(self):
        return f"Step {self.order}"

    def get_absolute_url(self):
        return reverse("coaching:step_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def is_off_focus(self):
        """Aimed at another indicator than the open refinement area; asked of rows `with_focus`."""
        focus = getattr(self, "focus", None)
        return bool(focus and self.indicator_id) and focus["pk"] != str(self.indicator_id)

    @cached_property
    def owner_id(self):
        """The teacher's owner coach of today; `with_owner` brings it along."""
        assignment = owner_assignment(self.teacher_id, self.teacher.today)
        return assignment and assignment.coach_id

    def can_be_marked_by(self, user):
        """Teacher and coach both say how it goes."""
        return user.pk in (self.teacher_id, self.owner_id)

    def can_be_tagged_by(self, user):
        """Either of the pair says which priority it is about (S1.01)."""
        return self.can_be_marked_by(user)

    def can_be_edited_by(self, user):
        """The owner coach; a step of a plan is changed in the plan, where both see it."""
        return self.plan_id is None and user.pk == self.owner_id

    def files_can_be_added_by(self, user):
        """Its teacher, its owner coach, and the coach who made it (R20–R21)."""
        is_pair = user.pk in (self.teacher_id, self.owner_id)
        return is_pair or (user.pk == self.coach_id and is_caseload(user, self.teacher_id))

    def mark(self, status, *, now):
        """Say how it goes with the step. `met_at` keeps when it was met."""
        self.status = status
        self.met_at = now if status == self.Status.MET else None
        self.save(update_fields=["status", "met_at"])


class LookForQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Look-fors of the steps the person may read, and of the plans."""
        steps = ActionStep.objects.visible_to(user)
        return self.exclude(plan__in=hidden_plans()).filter(
            Q(step__in=steps)
            | Q(plan__teacher=user)
            | Q(plan__coach=user, plan__teacher__in=owned(user))
        )

    def kept(self):
        return self.filter(removed_at=None)


class LookFor(Row):
    """What one would see when a step works: in the teacher's practice or from students."""

    class Audience(models.TextChoices):
        TEACHER = "teacher", "Teacher look-for"
        STUDENT = "student", "Student look-for"

    step = models.ForeignKey(
        ActionStep, on_delete=models.PROTECT, null=True, blank=True, related_name="look_fors"
    )
    plan = models.ForeignKey(
        "coaching.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="look_fors"
    )
    audience = models.CharField(max_length=10, choices=Audience.choices)
    text = models.TextField(blank=True)
    indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_look_for = models.ForeignKey(
        "coaching.BankLookFor", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = LookForQuerySet.as_manager()

    class Meta:
        ordering = ["audience", "order", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=False) ^ Q(plan__isnull=False),
                name="a_look_for_belongs_to_a_step_or_the_plan",
            ),
        ]

    def __str__(self):
        return self.text


def look_for_rows(step: str):
    """The kept look-fors of the step at `step`, as one column of a query about something else."""
    rows = LookFor.objects.kept().exclude(text="").filter(step=models.OuterRef(step))
    row = JSONObject(id="pk", text="text", audience="audience")
    return ArraySubquery(rows.order_by("order", "created_at").values(json=row))


class Resource(Row):
    """What the teacher needs for a step: a title, a kind and a link."""

    class Kind(models.TextChoices):
        CURRICULUM = "curriculum", "Curriculum"
        VIDEO = "video", "Video"
        TEMPLATE = "template", "Template"
        ARTICLE = "article", "Article"
        OTHER = "other", "Other"

    step = models.ForeignKey(ActionStep, on_delete=models.PROTECT, related_name="resources")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CURRICULUM)
    link = models.URLField(max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return self.title
