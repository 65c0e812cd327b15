"""The teacher confirms by the link of a mail that she got feedback."""

import datetime as dt
import uuid

from django.db import transaction

from coaching.got_it import LASTS
from coaching.models import FeedbackMeeting


def waits_for_it(pk: uuid.UUID, shared_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether a link still has something to confirm: as shared, neither confirmed nor read."""
    return _open(pk, shared_at, now).exists()


@transaction.atomic
def confirm(pk: uuid.UUID, shared_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Note once that the teacher got it, which is less than having read it. False where the link is
    used up: two at once confirm it once."""
    return _open(pk, shared_at, now).update(acknowledged_at=now) == 1


def _open(pk, shared_at, now):
    waiting = FeedbackMeeting.objects.unread().filter(
        pk=pk, shared_at=shared_at, acknowledged_at=None, teacher__is_active=True
    )
    return waiting.filter(shared_at__gt=now - LASTS)
