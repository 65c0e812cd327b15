from django.conf import settings
from django.db import models

from core.leases import Leased, LeasedQuerySet
from core.rows import Row


class NoticeQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """A person's own notices (permissions R53)."""
        return self.filter(to=user)

    def unread(self):
        """What the bell counts: told, still true, not yet opened."""
        return self.filter(read_at=None).exclude(state__in=["skipped", "cancelled"])


class Notice(Row, Leased):
    """One thing to tell one person, once: the outbox.

    `kind` is a name registered in an app's `ready()`, `slot` tells repeated notices about the same
    thing apart (a date for a reminder, empty where it is told only once).
    """

    kind = models.CharField(max_length=40)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    about_label = models.CharField(max_length=60)
    about_id = models.UUIDField()
    slot = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(
        "notices.Digest", on_delete=models.PROTECT, null=True, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "about_id", "slot"], name="told_once_for_each_slot"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="due"), name="notices_to_send"
            ),
            models.Index(fields=["to", "-due_at"], name="notices_of_a_person"),
        ]

    def __str__(self):
        return self.kind


class DigestQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        return self.filter(to=user)


class Digest(Row, Leased):
    """One person's mail of the day: the notices that waited for it."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests"
    )
    day = models.DateField()

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["to", "day"], name="one_digest_a_day"),
        ]

    def __str__(self):
        return f"{self.day}"


class MutedKindQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)


class MutedKind(Row):
    """A kind of notice this person does not want by mail; the bell still shows it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted"
    )
    kind = models.CharField(max_length=40)

    objects = MutedKindQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="muted_once"),
        ]

    def __str__(self):
        return self.kind


class Heartbeat(models.Model):
    """When beat, and each queue's worker, last showed that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    def __str__(self):
        return self.name
