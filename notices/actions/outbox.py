import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from core.leases import Leased, ring_on_commit
from notices import hours
from notices.kinds import KINDS
from notices.models import TOO_OLD, Notice

SEND = "notices.tasks.send_notice"
SWEEP = "notices.tasks.sweep_notices"
MANY = 20


def notify(kind: str, *, about, to: Iterable, now: dt.datetime, slot: str = "") -> None:
    """Write one notice for each person, in the transaction of its cause.

    Telling the same person the same thing in the same slot twice does nothing. Security mail is due
    at once, instant kinds outside quiet hours, the others with the daily mail. Raises KeyError for
    a kind that no app has registered.
    """
    notify_each(kind, [(about, person, slot) for person in to], now=now)


def notify_each(kind: str, told: list[tuple], *, now: dt.datetime) -> None:
    """Write one notice for each (about, person, slot), all in one insert; else as `notify`.

    For many at once the sweeper is rung instead of each row's own bell.
    """
    rules = KINDS[kind]
    rows = [_row(rules, person, about, slot, now) for about, person, slot in told]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    due = [row for row in rows if row.due_at <= now and not rules.is_daily]
    if len(due) > MANY:
        ring_on_commit(SWEEP)
        return
    for row in due:
        ring_on_commit(SEND, row.pk)


def take_back(kind: str, *, about) -> bool:
    """Forget what nobody was mailed yet: its cause was undone. False where there was nothing left
    to forget."""
    notices = Notice.objects.filter(kind=kind, about_label=about._meta.label_lower)
    forgotten, _ = notices.filter(about_id=about.pk, state=Notice.State.DUE).delete()
    return bool(forgotten)


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
    """Something that comes due: what it is about, whom to tell (an id), in which slot, and from
    which moment on."""

    about: object
    to_id: object
    slot: str
    told_from: dt.datetime

    @property
    def key(self):
        return self.about.pk, self.to_id, self.slot


@transaction.atomic
def remind(kind: str, reminders: Iterable[Reminder], *, now: dt.datetime) -> None:
    """Write the reminders of a daily kind that have come due; those already written stay as is.

    A moment more than twelve hours ago, as after an outage, shows in the bell but is not mailed;
    one more than thirty days ago is no news.
    """
    due = [row for row in reminders if row.told_from <= now < row.told_from + hours.NO_NEWS]
    told = Notice.objects.filter(kind=kind, about_id__in={row.about.pk for row in due})
    known = set(told.values_list("about_id", "to_id", "slot"))
    rows = [_reminder_row(KINDS[kind], row, now) for row in due if row.key not in known]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _reminder_row(rules, reminder, now):
    is_late = now - reminder.told_from >= hours.LATE
    state = Leased.State.SKIPPED if is_late else Leased.State.DUE
    return Notice(
        school_system_id=reminder.about.school_system_id,
        kind=rules.name,
        to_id=reminder.to_id,
        about_label=reminder.about._meta.label_lower,
        about_id=reminder.about.pk,
        slot=reminder.slot,
        due_at=reminder.told_from,
        state=state,
        reason=TOO_OLD if is_late else "",
        finished_at=now if is_late else None,
    )
