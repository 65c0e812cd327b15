"""Leased rows: Postgres holds the work to be done, Redis is only a bell.

A mail or a PDF part is a row written in the transaction of its cause. A worker claims the row for
`LEASE_SECONDS`, counts the attempt before it works, and marks the row afterwards. When the worker
dies the lease lapses and the sweeper rings again; after `MOST_ATTEMPTS` the row is dead, and shown.

    part = ExportPart.objects.claim(pk, now)          one worker gets the row, all others None
    part.finish(Leased.State.DONE, now=now)           False where the lease was lost meanwhile
    sweep(ExportPart.objects.all(), "reports.tasks.make_part", now)
"""

import datetime as dt
import logging
import time

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

MOST_ATTEMPTS = 5
BREAKER_SECONDS = 30
MOST_RINGS = 200
GAVE_UP = "Tried five times without success."

logger = logging.getLogger(__name__)


def lease_from(now):
    return now + dt.timedelta(seconds=settings.LEASE_SECONDS)


class LeasedQuerySet(models.QuerySet):
    def claimable(self, now):
        """Rows due at `now` that no worker holds."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, state=Leased.State.DUE, due_at__lte=now)

    def claim(self, pk, now):
        """Take the lease of one row: the row, or None where somebody else holds it or it is over.

        The attempt is counted here, before any work, so that a row that kills its worker ends.
        Conditions must be on the row's own columns: of two workers at once, Postgres checks only
        those again for the second.
        """
        taken = self.filter(pk=pk).claimable(now).filter(attempts__lt=MOST_ATTEMPTS)
        if taken.update(leased_until=lease_from(now), attempts=F("attempts") + 1) != 1:
            return None
        return self.get(pk=pk)

    def bury(self, now):
        """Mark as dead what has used up its attempts, and say how many."""
        spent = self.claimable(now).filter(attempts__gte=MOST_ATTEMPTS)
        return spent.update(
            state=Leased.State.DEAD, leased_until=None, finished_at=now, reason=GAVE_UP
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

    def finish(self, state, *, now, reason="", **results) -> bool:
        """Give the lease back and say how it ended, together with what came of it.

        False, and nothing is written, where the lease lapsed and somebody else took the row: what
        this worker made is then not the row's, and must be thrown away.
        """
        fields = {"state": state, "reason": reason[:300], "finished_at": now, **results}
        return self._write(leased_until=None, **fields)

    def renew(self, now, **progress) -> bool:
        """Keep the lease while the work goes on, and say how far it is. False where it is lost."""
        return self._write(leased_until=lease_from(now), **progress)

    def try_again(self, *, at, reason) -> bool:
        """Give the lease back; the row is due again at `at`. False where the lease was lost."""
        return self._write(due_at=at, leased_until=None, reason=reason[:300])

    def _write(self, **fields):
        """Write only while the row is as this worker claimed it: due, and at the same attempt."""
        mine = type(self)._default_manager.filter(
            pk=self.pk, state=self.State.DUE, attempts=self.attempts
        )
        if mine.update(**fields) != 1:
            return False
        for name, value in fields.items():
            setattr(self, name, value)
        return True


class Bell:
    """Rings Celery, and stays silent for half a minute after Redis did not answer."""

    def __init__(self):
        self.silent_until = 0.0

    def ring(self, task, *args):
        """Send the message. The row is already saved: when this fails the sweeper rings again.

        `task` is the task's name, or the task where the caller stands above it.
        """
        if time.monotonic() < self.silent_until:
            return
        name = getattr(task, "name", task)
        try:
            current_app.send_task(name, args=[str(arg) for arg in args], retry=False)
        except (OperationalError, OSError) as error:
            self.silent_until = time.monotonic() + BREAKER_SECONDS
            logger.warning("The broker did not answer (%s); the sweeper will ring.", type(error))


bell = Bell()


def ring_on_commit(task, *args):
    """Ring once the transaction that wrote the row has committed.

    Actions stand below the tasks and give the name, like "reports.tasks.make_part".
    """
    transaction.on_commit(lambda: bell.ring(task, *args))


def sweep(rows: LeasedQuerySet, task, now) -> None:
    """Bury what is spent and ring for what waits: never rung, or its worker died.

    Ringing twice for a row is harmless; the longest waiting come first.
    """
    rows.bury(now)
    waiting = rows.claimable(now).order_by("due_at").values_list("pk", flat=True)
    for pk in waiting[:MOST_RINGS]:
        bell.ring(task, pk)
