from django.conf import settings
from django.db import models
from django.db.models import Q

from core.leases import GAVE_UP, Leased, LeasedQuerySet
from core.rows import Row
from notices.kinds import KINDS, daily_kinds

NO_LONGER_TRUE = "It was no longer true."
NOT_ACTIVE = "The person was no longer active."
SWITCHED_OFF = "The person has switched these mails off."
TOO_OLD = "Its time was more than 12 hours ago."
CUT_OFF = "Sending was cut off; it may have arrived, and is not sent again."


class MailQuerySet(LeasedQuerySet):
    def claimable(self, now):
        """Rows due at `now` that no worker holds, and whose sending has not begun."""
        return super().claimable(now).filter(sending_since=None)

    def cut_off(self, now):
        """Rows whose worker died after it had begun to send: nobody knows whether it arrived."""
        return self.filter(
            state=Leased.State.DUE, sending_since__isnull=False, leased_until__lt=now
        )


class Mail(Leased):
    """A leased row that becomes a mail at most once: its sending begins one single time."""

    sending_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def begin_sending(self, now) -> bool:
        """Note that the mail is on its way; False where somebody else has the row by now."""
        mine = type(self)._default_manager.filter(
            pk=self.pk, state=self.State.DUE, attempts=self.attempts, sending_since=None
        )
        return mine.update(sending_since=now) == 1

    def put_off(self, *, at, reason) -> bool:
        """Due again at `at`: the mail server did not take it, or it is not the hour."""
        return self._write(due_at=at, leased_until=None, sending_since=None, reason=reason[:300])

    def give_up(self, *, now, reason) -> bool:
        """No more attempts."""
        return self.finish(self.State.DEAD, now=now, reason=f"{GAVE_UP} {reason}")


class NoticeQuerySet(MailQuerySet):
    def visible_to(self, user):
        """A person's own notices; a system admin the system's, as a log of mails without their
        words (permissions R53). The pages of the bell add `addressed_to`."""
        if user.is_system_admin:
            return self.filter(school_system=user.school_system_id)
        return self.filter(to=user)

    def addressed_to(self, user):
        return self.filter(to=user)

    def in_bell(self):
        """What the bell's page lists: everything but security mail and what proved untrue."""
        return self.filter(is_in_bell=True)

    def unread(self):
        """What the bell counts."""
        return self.in_bell().filter(read_at=None)

    def daily(self):
        """Those that wait for the daily mail."""
        return self.filter(kind__in=daily_kinds())

    def single(self):
        """Those that are a mail of their own."""
        return self.exclude(kind__in=daily_kinds())


class Notice(Row, Mail):
    """One thing to tell one person, once: the outbox.

    `kind` is a name registered in an app's `notice_kinds.py`; `slot` tells repeated notices about
    the same thing apart (a date for a reminder, empty where it is told only once).
    """

    kind = models.CharField(max_length=40)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    about_label = models.CharField(max_length=60)
    about_id = models.UUIDField()
    slot = models.CharField(max_length=40, blank=True)
    is_in_bell = models.BooleanField(default=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    digest = models.ForeignKey(
        "notices.Digest", on_delete=models.PROTECT, null=True, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
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
            models.Index(
                fields=["to"], condition=Q(read_at=None, is_in_bell=True), name="unread_notices"
            ),
            models.Index(fields=["school_system", "-due_at"], name="mail_log_of_a_system"),
        ]

    def __str__(self):
        return self.kind

    @property
    def rules(self):
        """What is registered for the kind, or None where the product no longer has it."""
        return KINDS.get(self.kind)

    @property
    def kind_label(self):
        return self.rules.label if self.rules else self.kind

    def can_be_opened_by(self, user) -> bool:
        return self.to_id == user.pk

    def mark_read(self, now):
        """The person has opened it; the first time counts."""
        if self.read_at is None:
            self.read_at = now
            self.save(update_fields=["read_at"])


class Digest(Row, Mail):
    """One person's mail of the day: the notices that waited for it."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests"
    )
    day = models.DateField()

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["to", "day"], name="one_digest_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="due"), name="digests_to_send"
            ),
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


class HeartbeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the system admin's page of jobs (permissions R59)."""
        return self if user.is_system_admin else self.none()


class Heartbeat(models.Model):
    """When beat, and each queue's worker, last showed that it is alive by doing a task."""

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
