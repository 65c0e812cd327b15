from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.functional import cached_property

from coaching.models.leaders import SwitchedQuerySet
from coaching.models.relations import (
    caseload,
    evaluated,
    in_district_staff,
    led,
    may_read,
    owned,
    owner_assignment,
)
from core.rows import Row
from people.models import CoachAssignment, SchoolSystem


class CycleQuerySet(SwitchedQuerySet):
    def visible_to(self, user):
        """Cycle headers (permissions R13): the pair, the teacher's principal and evaluator; of a
        leader's cycle no other head of the school (R27), and nobody while it is switched off."""
        return self.switched_on().filter(
            Q(teacher=user)
            | Q(teacher__in=caseload(user))
            | Q(teacher__in=led(user), is_leaders=False)
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
    is_leaders = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="A school leader's own cycle, with the leader rubric.",
    )
    school_goal = models.ForeignKey(
        "goals.Goal",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="cycles",
        help_text="The goal of the school that a leader's cycle extends (S0.19).",
    )
    came_from = models.ForeignKey(
        "coaching.FeedbackMeeting", on_delete=models.PROTECT, null=True, related_name="cycles"
    )
    came_from_round = models.ForeignKey(
        "coaching.ObservationRound",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="cycles",
        help_text="The round whose post-conference it came from.",
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
            models.CheckConstraint(
                condition=Q(is_leaders=True, school_goal__isnull=False)
                | Q(is_leaders=False, school_goal=None),
                name="a_leaders_cycle_extends_a_school_goal",
                violation_error_message="Choose the school goal that this plan extends.",
            ),
            models.CheckConstraint(
                condition=Q(came_from=None) | Q(came_from_round=None),
                name="a_cycle_comes_from_one_meeting",
            ),
        ]

    def __str__(self):
        return f"Cycle from {self.opened_on}"


class PlanQuerySet(SwitchedQuerySet):
    def visible_to(self, user):
        """Plans `user` may read (permissions R14–R15).

        The teacher always; the coach who writes it while owner. Once agreed also the owner of
        today (from before a hand-over where the teacher lets it go along), contributors, the
        teacher's principal and evaluator (as the policy stood that day), and district staff (as
        the policy stood that day). A leader's plan has no principal above it (R27), and shows
        to nobody while the school has it switched off.
        """
        near = may_read(user, "agreed_at")
        agreed = self._readers(user, near, Q(principal_may_read=True), Q(district_may_read=True))
        shown = self.switched_on()
        return shown.filter(self._writers(user) | (Q(agreed_at__isnull=False) & agreed))

    def visible_once_agreed_to(self, user):
        """Plans `user` would read if both signed them today, as the policies now stand."""
        on_agreement = SchoolSystem.PlanVisibility.ON_AGREEMENT
        agreed = self._readers(
            user,
            Q(teacher__in=caseload(user)),
            Q(school_system__plan_visibility=on_agreement),
            Q(school_system__district_reads_agreed_plans=True),
        )
        return self.filter(self._writers(user) | agreed)

    @staticmethod
    def _writers(user):
        return Q(teacher=user) | Q(coach=user, teacher__in=owned(user))

    @staticmethod
    def _readers(user, coaches_may, principals_may, district_may):
        """Who stands near enough to an agreed plan, where the policy lets them."""
        near = coaches_may
        heads = Q(teacher__in=led(user), is_leaders=False) | Q(teacher__in=evaluated(user))
        near |= principals_may & heads
        in_office = Q(in_district_staff(user), school_system=user.school_system_id)
        return near | district_may & in_office

    def agreed(self):
        """Signed by both, whether completed since or not."""
        return self.filter(agreed_at__isnull=False)

    def with_owner(self, today):
        """Plans that know their teacher's owner coach of `today` without another query."""
        owners = CoachAssignment.objects.active(today).owners()
        of_teacher = owners.filter(teacher=models.OuterRef("teacher"))
        return self.annotate(owner_id=models.Subquery(of_teacher.values("coach")[:1]))

    def waiting_for(self, user):
        """Proposed plans that this person has not signed."""
        signed = Signature.objects.filter(
            plan=models.OuterRef("pk"), signer=user, withdrawn_at=None
        )
        return (
            self.filter(Q(teacher=user) | Q(coach=user))
            .half_signed()
            .exclude(models.Exists(signed))
        )

    def half_signed(self):
        """Plans that one of the two has signed, for the first time or after an adjustment."""
        return self.filter(Q(status=Plan.Status.PROPOSED) | Q(adjustment=Plan.Adjustment.PROPOSED))

    def with_history_for(self, user):
        """Plans whose earlier versions `user` may read: the two who write it, and where they may
        read it as it stands, head, evaluator and district. Other coaches read what holds now."""
        nobody = Q(pk__in=[])
        readers = self._readers(user, nobody, Q(principal_may_read=True), Q(district_may_read=True))
        shown = self.switched_on()
        return shown.filter(self._writers(user) | (Q(agreed_at__isnull=False) & readers))


class Plan(Row):
    """The coaching plan (PGP) of a cycle, written together and signed by both.

    Draft → proposed (one has signed) → agreed (both) → completed. A change of the plan of record
    clears the signature of a proposed plan. Agreeing and completing freeze a snapshot.

    An agreed plan can be adjusted (S0.24): it stays agreed, and its readers go on reading what was
    signed, until both have signed the adjustment too.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waiting for signature"
        AGREED = "agreed", "Agreed"
        COMPLETED = "completed", "Completed"

    class Adjustment(models.TextChoices):
        NONE = "", "Not being adjusted"
        DRAFT = "draft", "Being adjusted"
        PROPOSED = "proposed", "Adjustment waits for signature"

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
    serves = models.ForeignKey(
        "goals.Goal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name="the goal it serves",
        help_text="A goal of the school or of a team there; a leader's plan serves its cycle's.",
    )
    is_leaders = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="As its cycle says."
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
    adjustment = models.CharField(
        max_length=10,
        choices=Adjustment.choices,
        blank=True,
        default=Adjustment.NONE,
        db_default=Adjustment.NONE,
        editable=False,
    )
    agreed_version = models.PositiveIntegerField(
        null=True, editable=False, help_text="While it is adjusted: the version both had signed."
    )

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
            models.CheckConstraint(
                condition=Q(adjustment="", agreed_version=None)
                | Q(
                    adjustment__in=["draft", "proposed"],
                    status="agreed",
                    agreed_version__isnull=False,
                ),
                name="only_an_agreed_plan_is_adjusted",
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
            models.Index(
                fields=["school"], condition=Q(is_leaders=True), name="leaders_plans_of_a_school"
            ),
        ]

    def __str__(self):
        return self.get_status_display()

    def get_absolute_url(self):
        return reverse("coaching:plan_detail", args=[self.pk])

    @property
    def subject_word(self):
        """What the plan calls the person it is about."""
        return "leader" if self.is_leaders else "teacher"

    @property
    def is_agreed(self):
        return self.agreed_at is not None

    @property
    def is_open_for_changes(self):
        is_unsigned = self.status in (self.Status.DRAFT, self.Status.PROPOSED)
        return is_unsigned or bool(self.adjustment)

    @cached_property
    def owner_id(self):
        """The teacher's owner coach of today; `with_owner` brings it along."""
        assignment = owner_assignment(self.teacher_id, self.teacher.today)
        return assignment and assignment.coach_id

    @cached_property
    def valid_signatures(self) -> list[dict]:
        """Who has signed the plan as it stands: signer (id), name and signed_at, as text."""
        return list(self.signatures.all().as_facts())

    @cached_property
    def prompt_facts(self) -> list[dict]:
        """The questions to reflect on: id, order and text."""
        return list(self.prompts.all().as_facts())

    @cached_property
    def frozen_record(self) -> dict | None:
        """The content of the latest snapshot."""
        return self.snapshots.values_list("content", flat=True).first()

    @cached_property
    def added_reflection(self) -> dict | None:
        """Prompt and text of the one reflection the teacher added to the plan of record."""
        return self.reflections.all().as_added().first()

    def is_signed_by(self, user) -> bool:
        return str(user.pk) in [signature["signer"] for signature in self.valid_signatures]

    def is_partner(self, user) -> bool:
        """The teacher, or the coach who writes it while owner."""
        return user.pk == self.teacher_id or user.pk == self.coach_id == self.owner_id

    def partner_of(self, user):
        """The other one of the two who write and sign this plan."""
        return self.coach if user.pk == self.teacher_id else self.teacher

    def can_be_edited_by(self, user):
        return self.is_open_for_changes and self.is_partner(user)

    def files_can_be_added_by(self, user):
        """The teacher and her owner coach, whatever the plan's state (R20–R21)."""
        return user.pk in (self.teacher_id, self.owner_id)

    def can_be_signed_by(self, user):
        return self.is_open_for_changes and self.is_partner(user)

    def can_be_completed_by(self, user):
        """The teacher, or whoever is her owner coach by then (P8); an adjustment comes first."""
        is_settled = self.status == self.Status.AGREED and not self.adjustment
        return is_settled and user.pk in (self.teacher_id, self.owner_id)

    def can_be_adjusted_by(self, user):
        """The two who wrote it, while it is being worked on (permissions R15: amend, re-agree)."""
        is_settled = self.status == self.Status.AGREED and not self.adjustment
        return is_settled and self.is_partner(user)

    def adjustment_can_be_left_by(self, user):
        """Either of the two, until something was changed."""
        is_untouched = self.agreed_version is not None and self.version == self.agreed_version + 1
        return is_untouched and self.is_partner(user)

    def can_be_handed_over_by(self, user):
        """A draft whose coach has left is the teacher's to take to her coach of today (P3, P8)."""
        is_orphan = self.owner_id is not None and self.owner_id != self.coach_id
        return user.pk == self.teacher_id and self.is_open_for_changes and is_orphan

    def can_be_shown_to_principal_by(self, user):
        """Where the policy leaves it to the teacher, only she lifts it to her principal (P3)."""
        return user.pk == self.teacher_id and self.is_agreed and not self.principal_may_read

    def can_be_reflected_on_by(self, user):
        return user.pk == self.teacher_id

    def is_written_by(self, user):
        """One of the two: the teacher, or the coach while owner (permissions R16)."""
        return user.pk == self.teacher_id or user.pk == self.coach_id == self.owner_id

    def impact_can_be_noted_by(self, user):
        """The two, while they work on what they agreed."""
        return self.status == self.Status.AGREED and self.is_written_by(user)

    def can_be_asked_about_by(self, user):
        """The coach asks for a reflection while the plan is being worked on."""
        return self.status == self.Status.AGREED and user.pk == self.owner_id

    def can_be_answered_by(self, user):
        return user.pk == self.teacher_id and self.is_agreed

    def response_can_be_written_by(self, user, now):
        """The teacher responds to an agreed plan; a response may be changed for 30 days (R19)."""
        response = getattr(self, "response", None)
        is_fresh = response is None or now < response.editable_until
        return self.can_be_answered_by(user) and is_fresh


class SignatureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Signatures are part of the plan of record (permissions R15)."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def valid(self):
        """Not taken back by a change of the plan."""
        return self.filter(withdrawn_at=None)

    def as_facts(self):
        """Each valid signature as one JSON object."""
        facts = JSONObject(signer="signer", name="signer__name", signed_at="signed_at")
        return self.valid().order_by("signed_at").values_list(facts, flat=True)


class Signature(Row):
    """One person took part in this plan: not a rating. A change of the plan withdraws it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_at = models.DateTimeField()
    plan_version = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = SignatureQuerySet.as_manager()

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


class PlanSnapshotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every version of the plans whose history the person may read (permissions R15)."""
        return self.filter(plan__in=Plan.objects.with_history_for(user))

    def agreed(self):
        return self.filter(occasion=PlanSnapshot.Occasion.AGREED)


class PlanSnapshot(Row):
    """The plan of record as it stood when it was agreed, or completed: frozen for good.

    An adjustment that both have signed makes a snapshot of the next number.
    """

    class Occasion(models.TextChoices):
        AGREED = "agreed", "Agreed"
        COMPLETED = "completed", "Completed"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="snapshots")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    content = models.JSONField()
    taken_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(default=1, db_default=1)

    objects = PlanSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "occasion", "number"],
                condition=Q(number__gte=1),
                name="one_snapshot_of_each_version",
            ),
        ]

    def __str__(self):
        return self.get_occasion_display()
