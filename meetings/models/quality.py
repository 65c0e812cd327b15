"""What a visitor saw of the five parts in one meeting: marks and one line, and no score (G2.4)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.rows import Row
from meetings.models.meeting import Meeting, OfMeetingQuerySet

ITEMS = (
    "The meeting opened with what members tried since the last one, and what it did for students.",
    "Everybody could say which need of students or teachers the meeting was about.",
    "The learning was new to the team and came with a source it can trust.",
    "Members worked with the curriculum’s own lessons, texts or student work.",
    "Members practiced what they will do, aloud or on paper, and heard from each other.",
    "Each member left knowing what to do, with whom and by when.",
    "The team said how it will see whether it works.",
)


class QualityCheck(Row):
    """How one visitor saw one meeting: a mark for each item, in the order of `ITEMS`, and one line.

    There is no score, and the team reads it.
    """

    class Mark(models.TextChoices):
        SEEN = "seen", "Seen"
        PARTLY = "partly", "Partly"
        NOT_SEEN = "not_seen", "Not seen"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="quality_checks")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quality_checks"
    )
    marks = ArrayField(models.CharField(max_length=8, choices=Mark.choices))
    note = models.CharField(max_length=300, blank=True, verbose_name="one line for the team")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "observer"],
                name="a_visitor_sees_a_meeting_once",
                violation_error_message="You have written about this meeting already.",
            ),
            models.CheckConstraint(
                condition=Q(marks__len=len(ITEMS))
                & Q(marks__contained_by=["seen", "partly", "not_seen"]),
                name="a_quality_check_marks_every_item",
                violation_error_message="Mark every line.",
            ),
        ]

    def __str__(self):
        return f"Seen by {self.observer}"

    def lines(self):
        """(item, mark in words), in the order of the form."""
        return [(item, self.Mark(mark).label) for item, mark in zip(ITEMS, self.marks, strict=True)]
