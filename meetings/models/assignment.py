"""What members do between two meetings, and what came of it (S2.22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting, OfMeetingQuerySet
from people.models import Membership, Team


class AssignmentQuerySet(OfMeetingQuerySet):
    def visible_to(self, user):
        """Those of meetings the person may read, and what the system's leadership team gave to do
        that concerns a school of which they are a principal (permissions R32, R33, R35)."""
        readable = Q(meeting__in=Meeting.objects.visible_to(user))
        if schools := user.led_school_ids:
            readable |= Q(pk__in=Assignment.objects.concerning(schools).values("pk"))
        return self.filter(readable, school_system=user.school_system_id)

    def concerning(self, schools):
        """What the system's leadership team gave to do, in meetings that were held, and that
        concerns one of `schools` (ids): the school it names, else where its member had a role on
        the day of the meeting."""
        day = models.OuterRef("meeting__starts_at__date")
        there = Membership.objects.active(day).filter(
            user=models.OuterRef("member"), school__in=schools
        )
        return self.kept().filter(
            Q(school__in=schools) | Q(models.Exists(there), school=None),
            meeting__team__kind=Team.Kind.SYSTEM_ILT,
            meeting__state=Meeting.State.HELD,
        )

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
    What the system's leadership team gives to do may name the `school` it concerns.
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
    school = models.ForeignKey(
        "people.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="school it concerns",
        help_text="Its principals read it. Leave empty: where the person works.",
    )
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
            models.CheckConstraint(
                condition=Q(school=None) | ~Q(kind="key_message"),
                name="a_key_message_is_for_every_school",
                violation_error_message="A key message goes to every school.",
            ),
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

    TONES = {"done": "done", "partly": "waiting", "not_done": "neutral"}

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

    @property
    def tone(self) -> str:
        return self.TONES[self.status]
