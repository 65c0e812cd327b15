import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from coaching.models.relations import caseload, during, may_read_feedback, owned
from core.rows import Row
from people.models import CoachAssignment, Feature, Membership

FORMER_COACH_DAYS = 30


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visits `user` may read (permissions R10–R11).

        The teacher: what is shared, and planned visits that are announced. The coach who made it:
        while assigned. The owner coach: others' visits made during the assignment, once shared,
        and those from before that the teacher let go along (P8). A former coach: own unshared
        drafts for 30 days after the end, read only.
        """
        own = Q(coach=user, teacher__in=caseload(user))
        subject = Q(teacher=user) & (Q(shared_at__isnull=False) | Q(is_announced=True))
        return self.filter(own | subject | self._as_owner(user) | self._as_former(user))

    @staticmethod
    def _as_owner(user):
        since = models.Exists(during(user, "started_at").owners())
        is_owned = Q(shared_at__isnull=False, teacher__in=owned(user))
        return is_owned & (since | may_read_feedback(user, "started_at"))

    @staticmethod
    def _as_former(user):
        recently = user.today - dt.timedelta(days=FORMER_COACH_DAYS)
        ended = CoachAssignment.objects.filter(coach=user, ends_on__gt=recently)
        return Q(coach=user, shared_at=None, teacher__in=ended.values("teacher"))

    def held(self):
        """Visits that took place."""
        return self.filter(started_at__isnull=False)

    def planned(self):
        """Still to come: neither begun, nor taken off the plan, nor said to have not happened."""
        still = self.filter(started_at=None, not_held_because="", unplanned_at=None)
        return still.filter(planned_on__isnull=False)

    def not_held(self):
        """Planned, and did not happen; counted apart from visits held."""
        return self.exclude(not_held_because="")

    def live(self):
        return self.filter(started_at__isnull=False, ended_at=None)

    def never_ended(self, before):
        """Begun before this moment, and left open since."""
        return self.live().filter(started_at__lte=before, shared_at=None)

    def drafts(self):
        """Ended, not yet shared."""
        return self.filter(ended_at__isnull=False, shared_at=None, emptied_at=None)

    def unfinished_by(self, coach):
        """Live visits of this coach, on whatever device: what the resume card shows."""
        return self.live().filter(coach=coach).select_related("teacher", "school")

    def editable_by(self, user):
        """Those for which `can_be_edited_by(user)` holds."""
        return self.filter(coach=user, teacher__in=caseload(user), emptied_at=None)

    def for_page(self):
        """With the people and the school that every page of a visit names."""
        return self.select_related("teacher__school_system", "coach", "school")

    def with_invitation(self, today):
        """With the invitation it came from, and `invitation_shows`: whether the teacher's school
        has invitations switched on."""
        working = Membership.objects.active(today).filter(Feature.PEER_VISITS.is_on())
        shows = Exists(working.filter(user=OuterRef("teacher")))
        return self.select_related("invitation").annotate(invitation_shows=shows)

    def with_note_count(self):
        """`note_count`: how many notes are kept."""
        return self.annotate(note_count=Count("notes", filter=Q(notes__deleted_at=None)))

    def between(self, first, last):
        """Held, or planned and not begun, from day `first` to day `last`; either may be None."""
        rows = self
        if first:
            planned = Q(started_at=None, planned_on__gte=first)
            rows = rows.filter(Q(started_at__date__gte=first) | planned)
        if last:
            planned = Q(started_at=None, planned_on__lte=last)
            rows = rows.filter(Q(started_at__date__lte=last) | planned)
        return rows

    def after(self, started_at, pk):
        """What follows this visit in a list with the newest first."""
        return self.filter(Q(started_at__lt=started_at) | Q(started_at=started_at, pk__lt=pk))

    def happening(self, status):
        """Visits of one `Visit.Status`."""
        kinds = {
            Visit.Status.PLANNED: Q(started_at=None, not_held_because="", unplanned_at=None),
            Visit.Status.UNPLANNED: Q(unplanned_at__isnull=False),
            Visit.Status.NOT_HELD: ~Q(not_held_because=""),
            Visit.Status.LIVE: Q(started_at__isnull=False, ended_at=None),
            Visit.Status.DRAFT: Q(ended_at__isnull=False, shared_at=None, emptied_at=None),
            Visit.Status.EMPTIED: Q(emptied_at__isnull=False),
            Visit.Status.SHARED: Q(shared_at__isnull=False, read_at=None),
            Visit.Status.READ: Q(read_at__isnull=False),
        }
        return self.filter(kinds[status])


class CoachingVisitManager(models.Manager.from_queryset(VisitQuerySet)):
    """Visits that coaches make. What principals and evaluators make is read as a `Walkthrough`,
    by rules of its own: nothing that asks for visits of coaching ever meets one."""

    def get_queryset(self):
        return super().get_queryset().filter(made_as=Visit.MadeAs.COACH)


class Visit(Row):
    """Somebody sees a teacher teach. No rating is stored, on any kind of visit (LEADS step 4).

    `made_as` is fixed at the start and decides the rights; `coach` is who made it. Its id and its
    notes' ids are made on the device (offline.md §1).
    """

    class Kind(models.TextChoices):
        INFORMAL = "informal", "Informal visit"
        FOLLOW_UP = "follow_up", "Follow-up visit"
        WALKTHROUGH = "walkthrough", "Walkthrough"
        FORMAL = "formal", "Formal visit"

    COACHING_KINDS = Kind.choices[:2]

    class MadeAs(models.TextChoices):
        COACH = "coach", "Coach"
        PRINCIPAL = "principal", "School leader"
        EVALUATOR = "evaluator", "Evaluator"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        SYNCHRONOUS = "synchronous", "Online, live"
        ASYNCHRONOUS = "asynchronous", "Online, recorded"
        WORK_REVIEW = "work_review", "Review of feedback on student work"

    class Grouping(models.TextChoices):
        WHOLE_CLASS = "whole_class", "Whole class"
        SMALL_GROUP = "small_group", "Small group"

    class NotHeldBecause(models.TextChoices):
        ABSENT = "absent", "Teacher absent"
        TESTING = "testing", "Testing"
        COVERAGE = "coverage", "Coverage"
        COACH_PULLED = "coach_pulled", "Coach pulled"
        CLOSED = "closed", "School closed"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNPLANNED = "unplanned", "Taken off the plan"
        NOT_HELD = "not_held", "Did not happen"
        LIVE = "live", "Live"
        DRAFT = "draft", "Draft"
        EMPTIED = "emptied", "Notes removed"
        SHARED = "shared", "Shared"
        READ = "read", "Read"

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_made"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.INFORMAL)
    made_as = models.CharField(
        max_length=10, choices=MadeAs.choices, default=MadeAs.COACH, editable=False
    )
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.IN_PERSON)
    grouping = models.CharField(
        max_length=20, choices=Grouping.choices, default=Grouping.WHOLE_CLASS
    )
    planned_on = models.DateField(null=True, blank=True, verbose_name="planned for")
    period = models.CharField(max_length=40, blank=True, help_text="Like 2nd period or 9:05.")
    is_announced = models.BooleanField(default=False, verbose_name="the teacher knows the date")
    not_held_because = models.CharField(
        max_length=20,
        choices=NotHeldBecause.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Why a planned visit did not happen.",
    )
    not_held_at = models.DateTimeField(null=True, editable=False)
    unplanned_at = models.DateTimeField(
        null=True, editable=False, help_text="When its coach took it off the plan."
    )
    plan_changes = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="How often the plan was changed."
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    hours_are_known = models.BooleanField(
        default=True,
        db_default=True,
        editable=False,
        help_text="False where a visit on paper names its period alone: its times are no times.",
    )
    lesson = models.CharField(max_length=300, blank=True, help_text="Unit and lesson.")
    materials = models.TextField(blank=True, verbose_name="instructional materials")
    priority_groups_checked = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    candidate_focus = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    emptied_at = models.DateTimeField(
        null=True, editable=False, help_text="When its notes were removed, never shared (D12)."
    )
    is_late = models.BooleanField(
        default=False, editable=False, help_text="Came after the assignment ended (P7)."
    )
    walkthrough_form = models.ForeignKey(
        "coaching.WalkthroughForm",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    round = models.ForeignKey(
        "coaching.ObservationRound",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="formal_visits",
        help_text="The observation round that a formal visit belongs to.",
    )
    shown_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        help_text="The coach to whom the teacher shows a walkthrough.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CoachingVisitManager()

    class Meta:
        ordering = ["-started_at", "-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="visit_ends_after_it_starts",
                violation_error_message="Enter an end time after the start time.",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=False) | Q(planned_on__isnull=False),
                name="visit_is_planned_or_started",
                violation_error_message="Enter the date the visit is planned for.",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(ended_at__isnull=False),
                name="only_an_ended_visit_is_shared",
                violation_error_message="End the visit before you share it.",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at=None) | Q(shared_at=None, ended_at__isnull=False),
                name="only_a_draft_is_emptied",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("coach")), name="nobody_visits_themselves"
            ),
            models.CheckConstraint(
                condition=Q(hours_are_known=True) | ~Q(period=""),
                name="a_visit_without_hours_names_its_period",
                violation_error_message="Enter the start and the end, or the period.",
            ),
            models.CheckConstraint(
                condition=Q(not_held_because="", not_held_at=None)
                | (~Q(not_held_because="") & Q(not_held_at__isnull=False, started_at=None)),
                name="only_a_visit_not_started_did_not_happen",
                violation_error_message="This visit has begun, so it did happen.",
            ),
            models.CheckConstraint(
                condition=Q(unplanned_at=None) | Q(started_at=None, not_held_because=""),
                name="only_a_planned_visit_is_taken_off_the_plan",
                violation_error_message="Only a visit that is still planned is taken off the plan.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(made_as="coach", walkthrough_form=None, shown_to=None)
                    & Q(kind__in=["informal", "follow_up"])
                )
                | (
                    Q(made_as__in=["principal", "evaluator"], kind__in=["walkthrough", "formal"])
                    & Q(walkthrough_form__isnull=False, started_at__isnull=False)
                    & Q(candidate_focus=None)
                ),
                name="a_walkthrough_is_made_by_principal_or_evaluator",
            ),
            models.CheckConstraint(
                condition=Q(kind="formal", round__isnull=False)
                | (~Q(kind="formal") & Q(round=None)),
                name="a_formal_visit_belongs_to_a_round",
            ),
            models.CheckConstraint(
                condition=Q(shown_to=None) | Q(shared_at__isnull=False),
                name="only_a_shared_walkthrough_is_shown",
            ),
            models.UniqueConstraint(
                fields=["coach", "teacher"],
                condition=Q(kind="walkthrough", ended_at=None),
                name="one_running_walkthrough_of_a_pair",
            ),
            models.UniqueConstraint(
                fields=["round", "coach"],
                condition=Q(kind="formal", ended_at=None),
                name="one_running_formal_visit_of_a_round",
            ),
        ]
        indexes = [
            models.Index(
                fields=["teacher", "-started_at"],
                include=["coach", "shared_at"],
                name="visits_of_a_teacher",
            ),
            models.Index(
                fields=["school", "-started_at"],
                include=["teacher", "coach"],
                name="visits_at_a_school",
            ),
            models.Index(
                fields=["school_system", "-started_at", "-id"],
                include=["school", "teacher", "kind"],
                name="visits_of_a_system",
            ),
            models.Index(fields=["coach", "-started_at"], name="visits_of_a_coach"),
            models.Index(
                fields=["round"],
                condition=Q(round__isnull=False),
                name="formal_visits_of_a_round",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("coaching:visit_detail", args=[self.pk])

    @property
    def asks_who_was_engaged(self) -> bool:
        """Whether its feedback has the engagement review: where the school has it, and the coach
        was not in the room with the students (S4.07, S4.09)."""
        is_away = self.mode != self.Mode.IN_PERSON
        return is_away and self.school.engagement_review_since is not None

    @property
    def counts_talk(self) -> bool:
        """Whether its school has the talk counters."""
        return self.school.talk_counters_since is not None

    @property
    def prompts_looks(self) -> bool:
        """Whether its school wants a look round the room every few minutes."""
        return self.school.interval_prompt_since is not None

    @property
    def status(self):
        if self.not_held_because:
            return self.Status.NOT_HELD
        if self.unplanned_at:
            return self.Status.UNPLANNED
        if self.started_at is None:
            return self.Status.PLANNED
        if self.ended_at is None:
            return self.Status.LIVE
        if self.shared_at is None:
            return self.Status.EMPTIED if self.emptied_at else self.Status.DRAFT
        return self.Status.READ if self.read_at else self.Status.SHARED

    @property
    def is_kept_unshared(self):
        """Begun, and neither shared nor emptied: its time runs (D12)."""
        return self.status in (self.Status.LIVE, self.Status.DRAFT)

    @property
    def unshared_since(self):
        """From when its time runs: its end, or its start where it was never ended."""
        return self.ended_at or self.started_at

    @property
    def minutes(self):
        """Whole minutes from start to end, or None while it lasts or where nobody noted it."""
        if not self.started_at or not self.ended_at or not self.hours_are_known:
            return None
        return round((self.ended_at - self.started_at).total_seconds() / 60)

    @property
    def changes(self):
        """How often anything about it was changed: grows with each change, never falls."""
        return self.plan_changes + self.version - 1

    def share(self, now):
        """The teacher may read it from now on. Call it on a row locked with select_for_update: a
        note that a device sends in this moment waits, and lands as a late addition."""
        self.shared_at = now
        self.save(update_fields=["shared_at"])

    def mark_read(self, now):
        """The teacher has opened it; the first time is kept."""
        type(self).objects.filter(pk=self.pk, read_at=None).update(read_at=now)

    def can_be_edited_by(self, user):
        """Only the coach who made it, while assigned to the teacher (permissions R10)."""
        is_assigned = user.coach_assignments.active(user.today).filter(teacher=self.teacher_id)
        return user.pk == self.coach_id and self.emptied_at is None and is_assigned.exists()

    def can_be_shared_by(self, user):
        return self.ended_at is not None and self.can_be_edited_by(user)

    def files_can_be_added_by(self, user, *, is_editor=None):
        """Its teacher once it is shared; its coach from the start of the visit (R20–R21). Whoever
        knows already whether `user` may edit it says so."""
        if user.pk == self.teacher_id:
            return self.shared_at is not None
        is_editor = self.can_be_edited_by(user) if is_editor is None else is_editor
        return self.started_at is not None and is_editor

    def can_be_answered_by(self, user):
        return user.pk == self.teacher_id and self.shared_at is not None
