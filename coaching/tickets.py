"""Observation tickets: the server's word that a coach stood in this relation when it was given.

A coach who loses the assignment at noon can still send the 10 o'clock notes (permissions P7): the
visit carries the ticket of its pair. The device's clock alone never grants a write.
"""

import dataclasses
import datetime as dt
import uuid

from django.core import signing

SALT = "coaching.observation-ticket"
VALID_FOR = dt.timedelta(days=7)
CLOCK_SLACK = dt.timedelta(minutes=5)


@dataclasses.dataclass(frozen=True)
class Ticket:
    """Which coach, which teacher, and when the server gave it."""

    coach_id: uuid.UUID
    teacher_id: uuid.UUID
    issued_at: dt.datetime

    def covers(self, started_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether a visit begun at `started_at` may still be sent at `now`."""
        is_fresh = now - self.issued_at <= VALID_FOR
        return is_fresh and self.issued_at - CLOCK_SLACK <= started_at <= now + CLOCK_SLACK


def issue(coach_id, teacher_id, now: dt.datetime) -> str:
    """A ticket for one pair. Only give it to a coach whose assignment holds at `now`."""
    body = {"c": str(coach_id), "t": str(teacher_id), "at": now.timestamp()}
    return signing.dumps(body, salt=SALT)


def read(text: str) -> Ticket | None:
    """The ticket, or None where it was not signed here."""
    try:
        body = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    issued_at = dt.datetime.fromtimestamp(body["at"], tz=dt.UTC)
    return Ticket(uuid.UUID(body["c"]), uuid.UUID(body["t"]), issued_at)
