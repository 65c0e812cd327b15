"""What members do between two meetings, and what came of it (S2.22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting, OfMeetingQuerySet
from people.models import Team


class AssignmentQuerySet(OfMeetingQuerySet):
    def kept(self):
        """All but those taken off the list again."""
        return self.filter(removed_at=None)

    def of_member(self, user):
        """What the person does: their own, and everyone's of meetings on whose list they are as a
        member."""
        listed = Attendance.objects.filter(user=user, is_guest=False)
        return self.kept().filter(
            Q(member=user) | Q(member=None, meeting__in=listed.values("meeting"))
        )

    def unreported_by(self, user):
        """Those of which the person has not said what became of them."""
        said = AssignmentReport.objects.filter(assignment=models.OuterRef("pk"), user=user)
        return self.exclude(models.Exists(said))


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

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_assignment_says_what_to_do"),
        ]
        indexes = [models.Index(fields=["member", "meeting"], name="assignments_of_a_member")]

    def __str__(self):
        return self.text

    @classmethod
    def kind_for(cls, team) -> str:
        """A network passes on key messages; every other team has things to do."""
        is_network = team.kind == Team.Kind.NETWORK
        return cls.Kind.KEY_MESSAGE if is_network else cls.Kind.TASK

    def get_absolute_url(self):
        return reverse("meetings:assignment_report", args=[self.pk])

    def can_be_edited_by(self, user):
        return self.meeting.can_be_edited_by(user)

    def can_be_reported_by(self, user):
        """Each member reports on what is theirs to do, and nobody for somebody else."""
        if self.removed_at:
            return False
        if self.member_id:
            return self.member_id == user.pk
        return self.meeting.attendances.filter(user=user, is_guest=False).exists()


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
