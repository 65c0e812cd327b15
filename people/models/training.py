"""Who is trained in the approach of coaching, by whom and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.rows import Row


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; district staff, system admin and custodian see everybody's (S1.07)."""
        if Training.can_be_read_by(user):
            return self.filter(school_system=user.school_system_id)
        return self.filter(user=user)

    def valid(self, today):
        """Held, and not run out."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=today), held_on__lte=today)


class Training(Row):
    """One person was trained in, or normed on, how coaching is done here (S1.07).

    The end is exclusive: from `valid_until` on it has to be done again.
    """

    class Kind(models.TextChoices):
        APPROACH = "approach", "Trained in our approach"
        NORMING = "norming", "Normed on the rubric"
        COACHING = "coaching", "Learning on instructional coaching"
        LEADING = "leading", "Learning on leadership coaching"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.CharField(
        max_length=150, blank=True, help_text="Like Fall norming day, videos 1 to 3."
    )
    led_by = models.CharField(max_length=150, verbose_name="led by")
    held_on = models.DateField(verbose_name="when")
    valid_until = models.DateField(
        null=True,
        blank=True,
        verbose_name="to be done again by",
        help_text="Leave empty where once is enough.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("held_on")),
                name="training_is_valid_after_it_was_held",
                violation_error_message="Enter a day after the training.",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "held_on"],
                name="one_training_of_a_kind_a_day",
                violation_error_message="This training of the same day is recorded already.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @staticmethod
    def can_be_kept_by(user) -> bool:
        """District staff and system admin keep the record."""
        return user.is_district_staff or user.is_system_admin

    @staticmethod
    def can_be_read_by(user) -> bool:
        """The keepers, and the keeper of personnel records."""
        return Training.can_be_kept_by(user) or user.is_custodian

    def can_be_edited_by(self, user):
        return user.school_system_id == self.school_system_id and self.can_be_kept_by(user)

    def is_run_out(self, today) -> bool:
        return self.valid_until is not None and self.valid_until <= today
