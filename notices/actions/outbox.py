import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from core.leases import Leased, ring_on_commit
from notices import hours
from notices.kinds import KINDS
from notices.models import TOO_OLD, Notice

SEND = "notices.tasks.send_notice"


def notify(kind: str, *, about, to: Iterable, now: dt.datetime, slot: str = "") -> None:
    """Write one notice for each person, in the transaction of its cause.

    Telling the same person the same thing in the same slot twice does nothing. Security mail is due
    at once, instant kinds outside quiet hours, the others with the daily mail. Raises KeyError for
    a kind that no app has registered.
    """
    rules = KINDS[kind]
    rows = [_row(rules, person, about, slot, now) for person in to]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if not rules.is_daily:
        for row in rows:
            if row.due_at <= now:
                ring_on_commit(SEND, row.pk)


def _row(rules, person, about, slot, now):
    due_at = hours.next_allowed(now, person.zone) if rules.is_instant else now
    return Notice(
        school_system_id=person.school_system_id,
        kind=rules.name,
        to=person,
        about_label=about._meta.label_lower,
        about_id=about.pk,
        slot=slot,
        due_at=due_at,
        is_in_bell=not rules.is_security,
    )


@dataclasses.dataclass(frozen=True)
class Reminder:
    """Something that has come due: what it is about, whom to tell, and for which day.

    `told_from` is the moment from which it is told.
    """

    about: object
    person_id: object
    day: dt.date
    told_from: dt.datetime


@transaction.atomic
def remind(kind: str, reminders: Iterable[Reminder], *, now: dt.datetime) -> None:
    """Write the reminders of a daily kind that have come due; those already written stay as is.

    A moment more than twelve hours ago, as after an outage, shows in the bell but is not mailed.
    """
    rules = KINDS[kind]
    due = [reminder for reminder in reminders if reminder.told_from <= now]
    Notice.objects.bulk_create(
        [_reminder_row(rules, reminder, now) for reminder in due],
        ignore_conflicts=True,
        batch_size=500,
    )


def _reminder_row(rules, reminder, now):
    is_late = now - reminder.told_from >= hours.LATE
    state = Leased.State.SKIPPED if is_late else Leased.State.DUE
    return Notice(
        school_system_id=reminder.about.school_system_id,
        kind=rules.name,
        to_id=reminder.person_id,
        about_label=reminder.about._meta.label_lower,
        about_id=reminder.about.pk,
        slot=str(reminder.day),
        due_at=reminder.told_from,
        state=state,
        reason=TOO_OLD if is_late else "",
        finished_at=now if is_late else None,
    )
