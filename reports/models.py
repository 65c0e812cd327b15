import hashlib

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.leases import Leased, LeasedQuerySet
from core.rows import Row

OPEN_JOBS = 3
LINK_DAYS = 7
PART_SIZE = 20
MOST_PLANS = 500


class ExportQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """An export is its requester's alone (permissions R50)."""
        return self.filter(requester=user)

    def open(self):
        """Jobs that are waiting or running."""
        return self.filter(state=Leased.State.DUE)

    def open_of(self, person):
        """This person's jobs that are waiting or running."""
        return self.open().filter(requester=person)

    def ready_to_finish(self):
        """Open jobs whose parts have all ended, well or badly."""
        waiting = ExportPart.objects.filter(export=models.OuterRef("pk"), state=Leased.State.DUE)
        return self.open().exclude(models.Exists(waiting))

    def downloadable(self, now):
        """Finished, and the link still lives."""
        return self.filter(state=Leased.State.DONE, expires_at__gt=now)

    def with_file_past(self, now):
        """Exports that still hold a file though their link has died."""
        return self.filter(expires_at__lte=now).exclude(stored_as="")


class Export(Row, Leased):
    """A file somebody asked for: one PDF, or a ZIP of plans with an index sheet.

    Rights are worked out when it starts and again at each download; the link lives seven days.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Coaching plan (PDF)"
        VISIT = "visit", "Visit record (PDF)"
        WALKTHROUGH = "walk", "Walkthrough or formal visit (PDF)"
        PLANS = "plans", "Coaching plans (ZIP)"
        CHANGE = "change", "What changed (PDF)"
        MEETING = "meeting", "Agenda and minutes (PDF)"
        REVIEW = "review", "Data review (PDF)"
        STUDY_YEAR = "study_year", "Yearly plan of a team (PDF)"
        STUDY = "study", "Cycle of study (PDF)"
        ME_PDF = "me_pdf", "Everything about me (PDF)"
        ME_CSV = "me_csv", "Everything about me (CSV files)"
        LONG_RANGE = "long_range", "Long-range plan (PDF)"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports"
    )
    record_ids = ArrayField(models.UUIDField())
    request_key = models.CharField(max_length=64, editable=False)
    total = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["requester", "request_key"],
                condition=models.Q(state="due"),
                name="one_running_job_for_a_request",
                violation_error_message="This file is already being made.",
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-created_at"], name="exports_of_a_person"),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("reports:export_detail", args=[self.pk])

    @property
    def is_archive(self):
        return self.kind == self.Kind.PLANS

    @property
    def suffix(self):
        """How the name of its file ends."""
        return "zip" if self.kind in (self.Kind.PLANS, self.Kind.ME_CSV) else "pdf"

    @property
    def is_about_requester(self):
        """Whether it holds everything about the person who asked."""
        return self.kind in (self.Kind.ME_PDF, self.Kind.ME_CSV)

    @property
    def is_running(self):
        return self.state == self.State.DUE

    @property
    def is_ready(self):
        return self.state == self.State.DONE

    @property
    def has_failed(self):
        return self.state in (self.State.FAILED, self.State.DEAD)

    def is_expired(self, now):
        return self.expires_at <= now

    def can_be_tried_again_by(self, user):
        return self.requester_id == user.pk and self.has_failed


class ExportPartQuerySet(LeasedQuerySet):
    def kept(self):
        """All parts but those that were split into parts of one record."""
        return self.exclude(state=Leased.State.SKIPPED)

    def unfinished(self):
        """Parts that have not made their file, or left something out."""
        return self.kept().exclude(state=Leased.State.DONE, left_out={})


class ExportPart(Row, Leased):
    """Up to 20 records of an export, rendered by one worker.

    A part that was tried before is split into parts of one record: what cannot be printed then
    takes nothing else with it.
    """

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    record_ids = ArrayField(models.UUIDField())
    done = models.PositiveSmallIntegerField(default=0)
    stamps = models.JSONField(default=dict, help_text="Record id: its version when printed.")
    left_out = models.JSONField(default=dict, help_text="Record id: why it could not be printed.")
    stored_as = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ExportPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="one_part_of_each_number"),
        ]

    def __str__(self):
        return f"Part {self.number}"


class SuccessStoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The teacher's own; what she has published for those she chose: the people who work at
        the school, or everybody of the school system; and the coach whom it quotes."""
        schools = user.memberships.active(user.today).filter(school__isnull=False)
        near = Q(reach=SuccessStory.Reach.SYSTEM, school_system=user.school_system_id)
        near |= Q(reach=SuccessStory.Reach.SCHOOL, school__in=schools.values("school"))
        near |= Q(plan__coach=user) & ~Q(coach_line="")
        return self.filter(Q(teacher=user) | Q(near, withdrawn_at=None))

    def published(self):
        """Those on the page now."""
        return self.filter(withdrawn_at=None)


class SuccessStory(Row):
    """What a teacher chooses to tell of a coaching cycle that is over (S0.29): a title and a few
    lines, with her name or without. Nothing else of the cycle is shown, and she can take it back at
    any time. Nobody publishes for her. A line of her coach shows once the coach has confirmed it,
    until the coach takes that back or the line is changed."""

    class Reach(models.TextChoices):
        SCHOOL = "school", "My school"
        SYSTEM = "system", "The whole school system"

    plan = models.OneToOneField("coaching.Plan", on_delete=models.PROTECT, related_name="story")
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stories"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    text = models.TextField(verbose_name="your story")
    coach_line = models.TextField(blank=True, verbose_name="a line of your coach")
    reach = models.CharField(
        max_length=10, choices=Reach.choices, default=Reach.SCHOOL, verbose_name="who reads it"
    )
    is_named = models.BooleanField(default=False, verbose_name="show my name")
    published_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    line_confirmed_at = models.DateTimeField(null=True, editable=False)
    line_declined_at = models.DateTimeField(null=True, editable=False)

    objects = SuccessStoryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "success stories"
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="a_success_story_says_something"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="a_success_story_is_published_before_it_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(line_confirmed_at=None, line_declined_at=None)
                | ~Q(coach_line="") & (Q(line_confirmed_at=None) | Q(line_declined_at=None)),
                name="a_coachs_line_is_confirmed_or_declined",
            ),
        ]
        indexes = [
            models.Index(fields=["school_system", "-published_at"], name="stories_of_a_system"),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def of(cls, plan):
        """A new one, not saved."""
        own = {"teacher": plan.teacher, "school": plan.school}
        return cls(school_system_id=plan.school_system_id, plan=plan, **own)

    @staticmethod
    def can_be_told_by(plan, user) -> bool:
        """The teacher alone, once the cycle of her plan is over."""
        return user.pk == plan.teacher_id and plan.completed_at is not None

    def line_can_be_answered_by(self, user) -> bool:
        """The coach of its plan alone, while it quotes a line."""
        return bool(self.coach_line) and user.pk == self.plan.coach_id

    @property
    def shown_line(self) -> str:
        """The coach's line as others read it: nothing before the coach has confirmed it."""
        return self.coach_line if self.line_confirmed_at else ""

    @property
    def line_waits(self) -> bool:
        """Whether the coach is asked about a line and has not answered."""
        return bool(self.coach_line) and not (self.line_confirmed_at or self.line_declined_at)

    @property
    def line_fingerprint(self) -> str:
        """Changes whenever the line does: the coach confirms the words that were on the page."""
        return hashlib.sha256(self.coach_line.encode()).hexdigest()[:16]

    def set_line_answer(self, is_confirmed, now):
        """Keep what the coach says of the line."""
        self.line_confirmed_at = now if is_confirmed else None
        self.line_declined_at = None if is_confirmed else now

    def publish(self, now):
        """Put it on the page; a changed story keeps the day on which it was first told."""
        self.published_at = self.published_at or now
        self.withdrawn_at = None
        self.save()

    def set_withdrawn(self, now):
        """Take it off the page."""
        self.withdrawn_at = now
        self.save(update_fields=["withdrawn_at"])
