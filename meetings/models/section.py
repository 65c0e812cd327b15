"""The five parts of a meeting: what is planned for each, and what was said."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row
from meetings.models.meeting import Meeting, OfMeetingQuerySet


class Section(Row):
    """One of the five parts of one meeting (S2.02), with its plan, resources, leader and minutes.

    While somebody writes its notes the section is theirs: `held_by` since `held_since` until
    `held_until`, which each save moves on by two minutes. `version` counts saved notes;
    `notes_by` wrote them last, at `notes_at`.
    """

    HOLD = dt.timedelta(minutes=2)

    class Part(models.TextChoices):
        PURPOSE = "purpose", "Define the purpose"
        LEARNING = "learning", "Receive new learning"
        PRACTICE = "practice", "Internalize and practice"
        IMPLEMENTING = "implementing", "Implement the learning"
        IMPACT = "impact", "Assess impact"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sections")
    part = models.CharField(max_length=12, choices=Part.choices)
    order = models.PositiveSmallIntegerField()
    plan = models.TextField(blank=True, verbose_name="what happens")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True, verbose_name="notes")
    version = models.PositiveIntegerField(default=1, editable=False)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    held_since = models.DateTimeField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    notes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    notes_at = models.DateTimeField(null=True, editable=False)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "part"], name="each_part_of_a_meeting_once"),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="one_part_of_a_meeting_at_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None)
                | Q(held_by__isnull=False, held_until__isnull=False),
                name="a_held_section_says_by_whom",
            ),
        ]

    def __str__(self):
        return self.get_part_display()

    def can_be_edited_by(self, user):
        return self.meeting.can_be_edited_by(user)

    def is_held(self, now) -> bool:
        """Whether somebody is writing here just now."""
        return self.held_by_id is not None and self.held_until > now

    def is_held_against(self, user, now) -> bool:
        """Whether somebody else is writing here just now."""
        return self.is_held(now) and self.held_by_id != user.pk

    def hold_for(self, user, now) -> None:
        """The section is this person's to write until two minutes from now."""
        if not self.is_held(now) or self.held_by_id != user.pk:
            self.held_by, self.held_since = user, now
        self.held_until = now + self.HOLD

    def let_go(self) -> None:
        """Anybody may write here again."""
        self.held_by = self.held_since = self.held_until = None

    def needs_a_revision(self, user) -> bool:
        """Whether the stored notes are of somebody else, or of an earlier sitting."""
        is_other = self.notes_by_id != user.pk
        is_earlier = self.notes_at is None or self.notes_at < self.held_since
        return bool(self.notes) and (is_other or is_earlier)


class SectionRevision(Row):
    """Notes of a section as they were before a save replaced them: nothing written is lost."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    notes = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]


class SectionResource(Row):
    """Something a part of the meeting works with: a title and a link."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="resources")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_meeting_resource_has_a_title"),
        ]

    def __str__(self):
        return self.title
