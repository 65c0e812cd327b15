from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from coaching.models.relations import caseload, evaluated, is_owner, led, owned
from core.rows import Row


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cycle headers (permissions R13): the pair, the teacher's principal and evaluator."""
        return self.filter(
            Q(teacher=user)
            | Q(teacher__in=caseload(user))
            | Q(teacher__in=led(user))
            | Q(teacher__in=evaluated(user))
        )

    def open(self):
        return self.filter(closed_at=None)


class Cycle(Row):
    """One teacher and one coach working on one refinement area (S0.02)."""

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cycles"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cycles_coached"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="cycles")
    refinement_indicator = models.ForeignKey(
        "coaching.Indicator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="refinement area",
    )
    refinement_descriptor = models.TextField(blank=True, verbose_name="descriptor in focus")
    came_from = models.ForeignKey(
        "coaching.FeedbackMeeting", on_delete=models.PROTECT, null=True, related_name="cycles"
    )
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True, editable=False)
    abandoned_because = models.CharField(max_length=300, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher"],
                condition=Q(closed_at=None),
                name="one_open_cycle_per_teacher",
                violation_error_message="This teacher already has an open coaching cycle.",
            ),
        ]

    def __str__(self):
        return f"Cycle from {self.opened_on}"


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans `user` may read (permissions R14–R15).

        The teacher always; the coach who writes it while owner. Once agreed also the owner and
        contributors of today, the teacher's principal and evaluator (as the policy stood that
        day), and district staff (as the policy stood that day).
        """
        drafting = Q(teacher=user) | Q(coach=user, teacher__in=owned(user))
        agreed = Q(teacher__in=caseload(user))
        agreed |= Q(principal_may_read=True) & (
            Q(teacher__in=led(user)) | Q(teacher__in=evaluated(user))
        )
        if user.is_district_staff:
            agreed |= Q(district_may_read=True, school_system=user.school_system_id)
        return self.filter(drafting | (Q(agreed_at__isnull=False) & agreed))

    def agreed(self):
        """Signed by both, whether completed since or not."""
        return self.filter(agreed_at__isnull=False)

    def waiting_for(self, user):
        """Proposed plans that this person has not signed."""
        signed = Signature.objects.filter(
            plan=models.OuterRef("pk"), signer=user, withdrawn_at=None
        )
        return self.filter(Q(teacher=user) | Q(coach=user), status=Plan.Status.PROPOSED).exclude(
            models.Exists(signed)
        )


class Plan(Row):
    """The coaching plan (PGP) of a cycle, written together and signed by both.

    Draft → proposed (one has signed) → agreed (both) → completed. A change of the plan of record
    clears the signature of a proposed plan. Agreeing and completing freeze a snapshot.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waiting for signature"
        AGREED = "agreed", "Agreed"
        COMPLETED = "completed", "Completed"

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="plan")
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plans"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plans_coached"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="plans")
    school_year = models.ForeignKey(
        "people.SchoolYear", on_delete=models.PROTECT, null=True, related_name="plans"
    )
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    student_need = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    measure = models.TextField(blank=True, verbose_name="how it is measured")
    baseline = models.CharField(max_length=100, blank=True, verbose_name="where it stands now")
    target = models.CharField(max_length=100, blank=True)
    goal_due_on = models.DateField(null=True, blank=True, verbose_name="date of the goal")
    next_observation_on = models.DateField(
        null=True, blank=True, verbose_name="next observation expected by"
    )
    agreed_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    principal_may_read = models.BooleanField(default=False, editable=False)
    district_may_read = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "proposed"], agreed_at=None)
                | Q(status__in=["agreed", "completed"], agreed_at__isnull=False),
                name="an_agreed_plan_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="completed") ^ Q(completed_at=None),
                name="a_completed_plan_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "school_year"],
                include=["status", "teacher", "agreed_at"],
                name="plans_of_a_school",
            ),
            models.Index(
                fields=["school_system", "-agreed_at", "-id"],
                include=["school", "teacher", "status"],
                condition=Q(agreed_at__isnull=False),
                name="agreed_plans_of_a_system",
            ),
            models.Index(fields=["teacher", "-created_at"], name="plans_of_a_teacher"),
        ]

    def __str__(self):
        return self.get_status_display()

    def get_absolute_url(self):
        return reverse("coaching:plan_detail", args=[self.pk])

    @property
    def is_agreed(self):
        return self.agreed_at is not None

    @property
    def is_open_for_changes(self):
        return self.status in (self.Status.DRAFT, self.Status.PROPOSED)

    def is_partner(self, user) -> bool:
        """The teacher, or the coach who writes it while owner."""
        return user.pk == self.teacher_id or (
            user.pk == self.coach_id and is_owner(user, self.teacher_id)
        )

    def can_be_edited_by(self, user):
        return self.is_open_for_changes and self.is_partner(user)

    def can_be_signed_by(self, user):
        return self.is_open_for_changes and self.is_partner(user)

    def can_be_completed_by(self, user):
        return self.status == self.Status.AGREED and self.is_partner(user)

    def can_be_answered_by(self, user):
        return user.pk == self.teacher_id and self.is_agreed


class Signature(Row):
    """One person took part in this plan: not a rating. A change of the plan withdraws it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_at = models.DateTimeField()
    plan_version = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "signer"],
                condition=Q(withdrawn_at=None),
                name="each_signs_a_plan_once",
            ),
        ]

    def __str__(self):
        return f"Signed {self.signed_at:%Y-%m-%d}"


class PlanSnapshot(Row):
    """The plan of record as it stood when it was agreed, or completed: frozen for good."""

    class Occasion(models.TextChoices):
        AGREED = "agreed", "Agreed"
        COMPLETED = "completed", "Completed"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="snapshots")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    content = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "occasion"], name="one_snapshot_for_each_occasion"
            ),
        ]

    def __str__(self):
        return self.get_occasion_display()


class SelfCheck(Row):
    """The three quality questions about a plan, answered by coach and by teacher (S0.12)."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NOT_YET = "not_yet", "Not yet"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="self_checks")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_aligned = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    is_manageable = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    shows_progress = models.CharField(max_length=8, choices=Answer.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "answered_by"], name="one_self_check_each"),
        ]

    def __str__(self):
        return "Self-check"


class ReflectionPrompt(Row):
    """A question the teacher reflects on; part of the plan of record."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prompts")
    order = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["order", "created_at"]

    def __str__(self):
        return f"Prompt {self.order}"


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Private to the teacher until shared with the coach (permissions R17–R18)."""
        return self.filter(
            Q(author=user)
            | Q(shared_at__isnull=False, plan__coach=user, author__in=owned(user))
            | Q(shared_at__isnull=False, step__coach=user, author__in=owned(user))
        )


class Reflection(Row):
    """What a teacher writes about the work: a private draft, then shared with the coach."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reflections"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="reflections"
    )
    step = models.ForeignKey(
        "coaching.ActionStep",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reflections",
    )
    prompt = models.ForeignKey(
        ReflectionPrompt, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    text = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True, editable=False)
    is_in_record = models.BooleanField(
        default=False, verbose_name="add this reflection to the plan of record"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(is_in_record=True),
                name="one_reflection_in_the_plan_of_record",
                violation_error_message="One reflection is already part of the plan of record.",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | Q(step__isnull=False),
                name="a_reflection_is_about_a_plan_or_a_step",
            ),
        ]

    def __str__(self):
        return "Reflection"


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A response is seen by whoever sees what it answers (permissions R19, P2)."""
        return self.filter(
            Q(plan__in=Plan.objects.visible_to(user))
            | Q(feedback__teacher=user)
            | Q(feedback__coach=user, feedback__teacher__in=caseload(user))
        )


class Response(Row):
    """The teacher's answer to a plan or to feedback; it travels with every copy of it."""

    EDITABLE_DAYS = 30

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses"
    )
    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="response"
    )
    feedback = models.OneToOneField(
        "coaching.FeedbackMeeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
    )
    text = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False) ^ Q(feedback__isnull=False),
                name="a_response_answers_one_thing",
            ),
        ]

    def __str__(self):
        return "Response"
