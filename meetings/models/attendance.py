from django.conf import settings
from django.db import models

from core.rows import Row
from meetings.models.meeting import Meeting, OfMeetingQuerySet


class AttendanceQuerySet(OfMeetingQuerySet):
    def with_prework_open(self):
        """Whose planned meeting has prework that they have not said to be done."""
        planned = self.filter(meeting__state=Meeting.State.PLANNED, prework_done_at=None)
        return planned.exclude(meeting__prework="")


class Attendance(Row):
    """One person at one meeting: a member, or a guest of that meeting alone."""

    class State(models.TextChoices):
        EXPECTED = "expected", "Expected"
        PRESENT = "present", "Present"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances"
    )
    is_guest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXPECTED)
    prework_done_at = models.DateTimeField(null=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["is_guest", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="a_person_attends_a_meeting_once",
                violation_error_message="This person is on the list already.",
            ),
        ]
        indexes = [models.Index(fields=["user", "meeting"], name="meetings_of_a_person")]

    def __str__(self):
        return self.get_state_display()
