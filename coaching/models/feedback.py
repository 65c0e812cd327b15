import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from coaching.models.relations import is_caseload, may_read_feedback, partnership
from core.rows import Row

TAKE_BACK_WITHIN = dt.timedelta(minutes=15)
MOST_STUDENTS = 500  # not engaged in one lesson


class FeedbackMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The teacher's once shared; the coach's own while assigned; what was shared before an
        owner coach, where the teacher let it go along (permissions R12, P8)."""
        from_before = Q(shared_at__isnull=False) & may_read_feedback(user, "shared_at")
        return self.filter(partnership(user) | from_before)

    def unread(self):
        return self.filter(shared_at__isnull=False, read_at=None)

    def drafts(self):
        """Begun, with anything written, and not shared."""
        texts = ("praise", "probe", "goal", "upcoming_lesson", "not_engaged", "reach_out")
        return self.filter(shared_at=None).exclude(**dict.fromkeys(texts, ""), step=None)


class FeedbackMeeting(Row):
    """The talk after a visit in six parts, in order: precise praise, probing questions, goal,
    action step, the upcoming lesson, practice (S4.08). Only praise and step are needed to share."""

    visit = models.OneToOneField(
        "coaching.Visit", on_delete=models.PROTECT, related_name="feedback"
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feedback"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feedback_given"
    )
    held_on = models.DateField(null=True, blank=True, verbose_name="meeting held on")
    praise = models.TextField(blank=True, verbose_name="precise praise")
    probe = models.TextField(blank=True, verbose_name="probing questions")
    goal = models.TextField(blank=True)
    step = models.OneToOneField(
        "coaching.ActionStep", on_delete=models.PROTECT, null=True, related_name="feedback"
    )
    upcoming_lesson = models.TextField(blank=True, verbose_name="upcoming lesson it applies to")
    upcoming_on = models.DateField(null=True, blank=True, verbose_name="date of that lesson")
    is_practised = models.BooleanField(
        null=True, blank=True, verbose_name="practised in the meeting"
    )
    not_engaged_count = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name="students not engaged"
    )
    not_engaged = models.TextField(
        blank=True,
        db_default="",
        verbose_name="which students were not engaged",
        help_text="Described without names.",
    )
    reach_out = models.TextField(blank=True, db_default="", verbose_name="next steps to reach out")
    area_of_need = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    acknowledged_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the teacher confirmed by the link of the mail that she got it.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FeedbackMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None) | (~Q(praise="") & Q(step__isnull=False)),
                name="shared_feedback_has_praise_and_a_step",
                violation_error_message="Write the praise and the action step before you share.",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(shared_at__isnull=False),
                name="only_shared_feedback_is_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(not_engaged_count=None) | Q(not_engaged_count__lte=MOST_STUDENTS),
                name="not_engaged_counts_students_of_a_class",
                violation_error_message="Enter how many students it were, from 0 to 500.",
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "-shared_at"], name="feedback_for_a_teacher"),
        ]

    def __str__(self):
        return "Feedback meeting"

    def get_absolute_url(self):
        return reverse("coaching:feedback_detail", args=[self.pk])

    @property
    def has_engagement_review(self) -> bool:
        """Whether anything was entered about who was not engaged, and is to be shown (S4.09)."""
        is_said = self.not_engaged_count is not None or self.not_engaged or self.reach_out
        return bool(is_said) and self.visit.asks_who_was_engaged

    def can_be_edited_by(self, user):
        return user.pk == self.coach_id and is_caseload(user, self.teacher_id)

    def can_be_shared_by(self, user):
        return self.shared_at is None and self.can_be_edited_by(user)

    def can_be_taken_back_by(self, user, now):
        """Within 15 minutes, and only while the teacher has neither read it nor confirmed that she
        got it (ux.md P7)."""
        is_seen = self.read_at or self.acknowledged_at
        if not self.shared_at or is_seen or not self.can_be_edited_by(user):
            return False
        return now - self.shared_at <= TAKE_BACK_WITHIN

    def can_be_answered_by(self, user):
        return user.pk == self.teacher_id and self.shared_at is not None

    def mark_read(self, now):
        """Stamp the teacher's first reading of the feedback and of the notes that came with it.
        Feedback that was taken back in the meantime stays unread."""
        unread = FeedbackMeeting.objects.unread().filter(pk=self.pk)
        if self.read_at is None and unread.update(read_at=now):
            self.read_at = now
            visits = type(self.visit).objects.filter(pk=self.visit_id, shared_at__isnull=False)
            visits.filter(read_at=None).update(read_at=now)


class FeedbackRevision(Row):
    """What the teacher had been shown before shared feedback was changed."""

    meeting = models.ForeignKey(FeedbackMeeting, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"], name="one_revision_of_each_version"
            ),
        ]

    def __str__(self):
        return f"Version {self.version}"


class QuotedNote(Row):
    """An evidence note quoted in a part of the meeting, by reference."""

    class Part(models.TextChoices):
        PRAISE = "praise", "Precise praise"
        PROBE = "probe", "Probing questions"
        GOAL = "goal", "Goal"

    meeting = models.ForeignKey(FeedbackMeeting, on_delete=models.PROTECT, related_name="quotes")
    note = models.ForeignKey(
        "coaching.EvidenceNote", on_delete=models.PROTECT, related_name="quotes"
    )
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        ordering = ["note__occurred_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "note", "part"], name="a_note_is_quoted_once_in_a_part"
            ),
        ]

    def __str__(self):
        return self.get_part_display()
