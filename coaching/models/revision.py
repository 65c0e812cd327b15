from django.conf import settings
from django.db import models
from django.db.models import Q

from coaching.models.plan import Plan
from core.rows import Row


class PlanRevision(Row):
    """An agreed plan is adjusted in the middle of the year: why, and by which data (S0.24).

    `number` is the version it leads to; the one before stays as it was agreed. Until both have
    signed, the plan is read as it was; an adjustment that changed nothing can be left.
    """

    class Because(models.TextChoices):
        OBSERVATION = "observation", "Observation data changed"
        STUDENTS = "students", "Student data changed"
        OTHER = "other", "Something else changed"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(editable=False)
    because = models.CharField(max_length=12, choices=Because.choices, verbose_name="what changed")
    reason = models.TextField(verbose_name="why the plan is adjusted")
    data_reference = models.TextField(
        verbose_name="the data it rests on", help_text="Which data, from when, and where they are."
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    begun_at = models.DateTimeField(editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(agreed_at=None, left_at=None),
                name="one_open_adjustment_of_a_plan",
                violation_error_message="This plan is being adjusted already.",
            ),
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(agreed_at__isnull=False),
                name="one_agreed_adjustment_of_each_number",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(data_reference=""),
                name="an_adjustment_has_a_reason_and_data",
                violation_error_message="Enter why the plan is adjusted, and the data it rests on.",
            ),
        ]

    def __str__(self):
        return f"Version {self.number}"

    def as_facts(self):
        """What the plan of record says of it."""
        return {
            "number": self.number,
            "because": self.get_because_display(),
            "reason": self.reason,
            "data": self.data_reference,
            "by": self.begun_by.name,
            "begun_at": self.begun_at.isoformat(),
        }
