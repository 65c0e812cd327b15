"""What members do between two meetings, and what came of it (S2.22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row
from meetings.models.meeting import Meeting, OfMeetingQuerySet


class Assignment(Row):
    """What one member (`member`), or everyone (none), does after a meeting, due at the next one.

    A key message is an assignment of a network's meeting: each leader takes it to the own school.
    """

    class Kind(models.TextChoices):
        TASK = "task", "Something to do"
        KEY_MESSAGE = "key_message", "A key message to pass on"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="assignments")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        help_text="Leave empty for everyone.",
    )
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.TASK)
    text = models.TextField(verbose_name="what to do")
    due_on = models.DateField(
        null=True, blank=True, help_text="Leave empty: due at the next meeting."
    )
    order = models.PositiveSmallIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_assignment_says_what_to_do"),
        ]
        indexes = [models.Index(fields=["member", "meeting"], name="assignments_of_a_member")]

    def __str__(self):
        return self.text

    def can_be_edited_by(self, user):
        return self.meeting.can_be_edited_by(user)


class AssignmentReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports on the assignments of meetings the person may read."""
        return self.filter(assignment__in=Assignment.objects.visible_to(user))


class AssignmentReport(Row):
    """What one member says became of an assignment: its status, evidence and outcome.

    No row: the member has not said anything yet, and the next meeting shows it as missing.
    """

    class Status(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Partly"
        NOT_DONE = "not_done", "Not done"

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status.choices)
    evidence = models.TextField(blank=True, help_text="What shows it. No students’ names.")
    link = models.URLField(max_length=500, blank=True, verbose_name="link to the evidence")
    outcome = models.TextField(blank=True, verbose_name="what came of it")
    reported_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "user"], name="one_report_on_an_assignment_of_a_person"
            ),
        ]

    def __str__(self):
        return self.get_status_display()
