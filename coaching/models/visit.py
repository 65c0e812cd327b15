import datetime as dt

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from coaching.models.relations import caseload, owned
from core.rows import Row
from people.models import CoachAssignment

FORMER_COACH_DAYS = 30


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Visits `user` may read (permissions R10–R11).

        The teacher: what is shared, and planned visits that are announced. The coach who made it:
        while assigned. The owner coach: others' visits made during the assignment, once shared.
        A former coach: own unshared drafts for 30 days after the end, read only.
        """
        own = Q(coach=user, teacher__in=caseload(user))
        subject = Q(teacher=user) & (Q(shared_at__isnull=False) | Q(is_announced=True))
        return self.filter(own | subject | self._as_owner(user) | self._as_former(user))

    @staticmethod
    def _as_owner(user):
        since = user.coach_assignments.active(user.today).owners()
        since = since.filter(
            teacher=OuterRef("teacher"), starts_on__lte=OuterRef("started_at__date")
        )
        return Q(shared_at__isnull=False, teacher__in=owned(user)) & models.Exists(since)

    @staticmethod
    def _as_former(user):
        recently = user.today - dt.timedelta(days=FORMER_COACH_DAYS)
        ended = CoachAssignment.objects.filter(coach=user, ends_on__gt=recently)
        return Q(coach=user, shared_at=None, teacher__in=ended.values("teacher"))

    def held(self):
        """Visits that took place."""
        return self.filter(started_at__isnull=False)

    def planned(self):
        """Still to come: neither begun nor said to have not happened."""
        return self.filter(started_at=None, planned_on__isnull=False, not_held_because="")

    def not_held(self):
        """Planned, and did not happen; counted apart from visits held."""
        return self.exclude(not_held_because="")

    def live(self):
        return self.filter(started_at__isnull=False, ended_at=None)

    def drafts(self):
        """Ended, not yet shared."""
        return self.filter(ended_at__isnull=False, shared_at=None)

    def unfinished_by(self, coach):
        """Live visits of this coach, on whatever device: what the resume card shows."""
        return self.live().filter(coach=coach).select_related("teacher", "school")

    def editable_by(self, user):
        """Those for which `can_be_edited_by(user)` holds."""
        return self.filter(coach=user, teacher__in=caseload(user))

    def for_page(self):
        """With the people and the school that every page of a visit names."""
        return self.select_related("teacher__school_system", "coach", "school")

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
            Visit.Status.PLANNED: Q(started_at=None, not_held_because=""),
            Visit.Status.NOT_HELD: ~Q(not_held_because=""),
            Visit.Status.LIVE: Q(started_at__isnull=False, ended_at=None),
            Visit.Status.DRAFT: Q(ended_at__isnull=False, shared_at=None),
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
        NOT_HELD = "not_held", "Did not happen"
        LIVE = "live", "Live"
        DRAFT = "draft", "Draft"
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
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    lesson = models.CharField(max_length=300, blank=True, help_text="Unit and lesson.")
    materials = models.TextField(blank=True, verbose_name="instructional materials")
    priority_groups_checked = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    candidate_focus = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
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
                condition=~Q(teacher=F("coach")), name="nobody_visits_themselves"
            ),
            models.CheckConstraint(
                condition=Q(not_held_because="", not_held_at=None)
                | (~Q(not_held_because="") & Q(not_held_at__isnull=False, started_at=None)),
                name="only_a_visit_not_started_did_not_happen",
                violation_error_message="This visit has begun, so it did happen.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(made_as="coach", walkthrough_form=None, shown_to=None)
                    & Q(kind__in=["informal", "follow_up"])
                )
                | (
                    Q(made_as__in=["principal", "evaluator"], kind="walkthrough")
                    & Q(walkthrough_form__isnull=False, started_at__isnull=False)
                    & Q(candidate_focus=None)
                ),
                name="a_walkthrough_is_made_by_principal_or_evaluator",
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
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("coaching:visit_detail", args=[self.pk])

    @property
    def status(self):
        if self.not_held_because:
            return self.Status.NOT_HELD
        if self.started_at is None:
            return self.Status.PLANNED
        if self.ended_at is None:
            return self.Status.LIVE
        if self.shared_at is None:
            return self.Status.DRAFT
        return self.Status.READ if self.read_at else self.Status.SHARED

    @property
    def minutes(self):
        """Whole minutes from start to end, or None while it lasts."""
        if not self.started_at or not self.ended_at:
            return None
        return round((self.ended_at - self.started_at).total_seconds() / 60)

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
        return user.pk == self.coach_id and is_assigned.exists()

    def can_be_shared_by(self, user):
        return self.ended_at is not None and self.can_be_edited_by(user)

    def can_be_answered_by(self, user):
        return user.pk == self.teacher_id and self.shared_at is not None


class EvidenceNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notes of visits the person may read; the teacher sees only what was shared with her."""
        notes = self.filter(visit__in=Visit.objects.visible_to(user))
        hidden = Q(is_left_out=True) | Q(is_late=True) | Q(visit__shared_at=None)
        return notes.filter(Q(author=user) | ~hidden).filter(deleted_at=None)

    def kept(self):
        return self.filter(deleted_at=None)

    def with_evidence(self):
        """`tag_list`: what each note is evidence of. `history`: what it said before, or on another
        device. Both come with the notes themselves, in one query."""
        tags = NoteTag.objects.filter(note=OuterRef("pk")).order_by("created_at", "pk")
        tag = JSONObject(
            id="pk",
            indicator="indicator",
            look_for="look_for",
            priority_group="priority_group",
            code="indicator__code",
            name=Coalesce("indicator__name", "look_for__text", "priority_group"),
        )
        revisions = NoteRevision.objects.filter(note=OuterRef("pk")).order_by("created_at", "pk")
        revision = JSONObject(id="pk", text="text", why="why", settled_at="settled_at")
        return self.select_related("visit").annotate(
            tag_list=ArraySubquery(tags.values(json=tag)),
            history=ArraySubquery(revisions.values(json=revision)),
        )

    def untagged(self):
        return self.filter(tags=None)


class EvidenceNote(Row):
    """One time-stamped, low-inference line of a visit. Its id is made in the browser."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField(help_text="Order of writing on the device.")
    rev = models.PositiveIntegerField(default=1)
    occurred_at = models.DateTimeField(help_text="When the first character was typed.")
    device_at = models.DateTimeField(null=True, help_text="The device's own clock.")
    text = models.TextField()
    judgement_words = ArrayField(models.CharField(max_length=40), default=list)
    is_left_out = models.BooleanField(default=False, help_text="Stays the coach's alone.")
    is_late = models.BooleanField(
        default=False, help_text="Came after sharing; the teacher has not seen it."
    )
    deleted_at = models.DateTimeField(null=True)

    objects = EvidenceNoteQuerySet.as_manager()

    class Meta:
        ordering = ["occurred_at", "seq", "pk"]
        indexes = [
            models.Index(fields=["visit", "occurred_at", "seq"], name="notes_of_a_visit"),
        ]

    def __str__(self):
        return f"Note {self.seq}"

    @property
    def is_edited(self):
        return self.rev > 1

    @property
    def elapsed(self):
        """Time since the visit began as "12:05"; notes written before it count as 0:00."""
        seconds = max(0, int((self.occurred_at - self.visit.started_at).total_seconds()))
        minutes, rest = divmod(seconds, 60)
        return f"{minutes}:{rest:02}"

    @property
    def open_conflicts(self):
        """Texts of other devices that the coach has not settled; needs `with_evidence`."""
        return [one for one in self.history if one["why"] == "conflict" and not one["settled_at"]]

    @property
    def first_text(self):
        """What the note said at first; needs `with_evidence`."""
        before = [one["text"] for one in self.history if one["why"] == "replaced"]
        return before[0] if before else ""

    @property
    def is_shown(self):
        """Shared with its visit: from then on a device never alters it."""
        return bool(self.visit.shared_at) and not (self.is_late or self.is_left_out)


class NoteRevision(Row):
    """What a note said before, or what another device wrote: no text is ever dropped."""

    class Why(models.TextChoices):
        REPLACED = "replaced", "Replaced by a later edit"
        CONFLICT = "conflict", "Written on another device"

    note = models.ForeignKey(EvidenceNote, on_delete=models.PROTECT, related_name="revisions")
    rev = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=10, choices=Why.choices)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"Revision {self.rev}"


class NoteTag(Row):
    """What a note is evidence of: exactly one of an indicator, a look-for or a priority group."""

    note = models.ForeignKey(EvidenceNote, on_delete=models.PROTECT, related_name="tags")
    indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    look_for = models.ForeignKey(
        "coaching.LookFor", on_delete=models.PROTECT, null=True, related_name="+"
    )
    priority_group = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(indicator__isnull=False, look_for=None, priority_group="")
                    | Q(indicator=None, look_for__isnull=False, priority_group="")
                    | (Q(indicator=None, look_for=None) & ~Q(priority_group=""))
                ),
                name="a_tag_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["note", "indicator", "look_for", "priority_group"],
                nulls_distinct=False,
                name="a_note_is_tagged_once_with_a_thing",
            ),
        ]

    def __str__(self):
        return self.priority_group or str(self.indicator_id or self.look_for_id)


class SyncOp(Row):
    """What the server answered to one operation of one device: replays get the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op_id = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    result = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "op_id"], name="an_operation_counts_once"),
        ]

    def __str__(self):
        return str(self.op_id)
