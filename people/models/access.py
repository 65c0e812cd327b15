from django.conf import settings
from django.db import models

from core.rows import Row


class AccessEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who opened my records; others see only what they did themselves (permissions R57)."""
        return self.filter(models.Q(subject=user) | models.Q(reader=user))


class AccessEvent(Row):
    """Somebody other than the teacher and the coach opened a record about the teacher (P14)."""

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_events"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reads"
    )
    record_kind = models.CharField(max_length=40)
    record_id = models.UUIDField()
    why = models.CharField(max_length=80, help_text="Principal, evaluator, district export …")
    at = models.DateTimeField()

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["subject", "-at"], name="reads_about_a_person")]

    def __str__(self):
        return f"{self.record_kind} {self.at:%Y-%m-%d %H:%M}"
