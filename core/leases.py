"""Leased rows: Postgres holds the work to be done, Redis is only a bell.

A mail or a PDF part is a row written in the transaction of its cause. A worker claims the row for
`LEASE`, counts the attempt before it works, and marks the row afterwards. When the worker dies the
lease lapses and the sweeper rings again; after `MOST_ATTEMPTS` the row is dead and visible.
"""

import datetime as dt
import logging
import time

from django.db import models, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

LEASE = dt.timedelta(seconds=300)
MOST_ATTEMPTS = 5
BREAKER_SECONDS = 30

logger = logging.getLogger(__name__)


class LeasedQuerySet(models.QuerySet):
    def claimable(self, now):
        """Rows due at `now` that no worker holds."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, state=Leased.State.DUE, due_at__lte=now)

    def claim(self, pk, now):
        """Take the lease of one row: the row, or None where somebody else holds it or it is over.

        The attempt is counted here, before any work, so that a row that kills its worker ends.
        """
        taken = self.filter(pk=pk).claimable(now).filter(attempts__lt=MOST_ATTEMPTS)
        if taken.update(leased_until=now + LEASE, attempts=F("attempts") + 1) != 1:
            return None
        return self.get(pk=pk)

    def bury(self, now):
        """Mark as dead what has used up its attempts, and say how many."""
        spent = self.claimable(now).filter(attempts__gte=MOST_ATTEMPTS)
        return spent.update(
            state=Leased.State.DEAD, leased_until=None, reason="Tried five times without success."
        )


class Leased(models.Model):
    """Work that one worker at a time may do."""

    class State(models.TextChoices):
        DUE = "due", "Waiting"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        DEAD = "dead", "Gave up"
        UNKNOWN = "unknown", "Unknown"
        CANCELLED = "cancelled", "Cancelled"
        SKIPPED = "skipped", "Skipped"

    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DUE, editable=False
    )
    due_at = models.DateTimeField(editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_finished(self):
        return self.state != self.State.DUE

    def finish(self, state, *, now, reason=""):
        """Give the lease back and say how it ended."""
        self.state, self.reason = state, reason[:300]
        self.leased_until, self.finished_at = None, now
        self.save(update_fields=["state", "reason", "leased_until", "finished_at"])

    def try_again(self, *, at, reason):
        """Give the lease back; the row is due again at `at`."""
        self.due_at, self.leased_until, self.reason = at, None, reason[:300]
        self.save(update_fields=["due_at", "leased_until", "reason"])


class Bell:
    """Rings Celery, and stays silent for half a minute after Redis did not answer."""

    def __init__(self):
        self.silent_until = 0.0

    def ring(self, task, *args):
        """Send the message. The row is already saved: when this fails the sweeper rings again."""
        if time.monotonic() < self.silent_until:
            return
        try:
            task.apply_async(args=[str(arg) for arg in args], retry=False)
        except (OperationalError, OSError) as error:
            self.silent_until = time.monotonic() + BREAKER_SECONDS
            logger.warning("The broker did not answer (%s); the sweeper will ring.", type(error))


bell = Bell()


def ring_on_commit(task, *args):
    """Ring once the transaction that wrote the row has committed."""
    transaction.on_commit(lambda: bell.ring(task, *args))
