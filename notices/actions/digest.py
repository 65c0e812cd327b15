"""The daily mail: one for each person and day, at 7 AM on school days."""

import datetime as dt
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction

from core import mail
from core.leases import Leased, ring_on_commit
from notices import emails, hours, mail_days
from notices.actions.sending import (
    NO_ADDRESS,
    SEND_DIGEST,
    find_about,
    muted_by,
    skip,
    try_later,
    why_not,
)
from notices.models import CUT_OFF, TOO_OLD, Digest, Notice

NOTHING_LEFT = "Nothing was left to tell."
State = Leased.State


@transaction.atomic
def plan_digests(now: dt.datetime) -> None:
    """Write today's daily mail for everybody with something to be told, where its time has come.

    Doing it again, or twice at once, adds nothing: a person has one a day.
    """
    pair = ("school_system_id", "to_id")
    waiting = Notice.objects.daily().claimable(now).order_by(*pair).distinct(*pair)
    rows = waiting.select_related("school_system")
    for system, notices in groupby(rows, key=lambda notice: notice.school_system):
        if slot := hours.daily_mail_slot(now, system.zone):
            _plan_for(system, {notice.to_id for notice in notices}, *slot)


def _plan_for(system, people, day, due_at):
    people -= set(Digest.objects.filter(to__in=people, day=day).values_list("to", flat=True))
    told = mail_days.those_told_on(day, system, people) if people else ()
    rows = [Digest(school_system=system, to_id=pk, day=day, due_at=due_at) for pk in told]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        ring_on_commit(SEND_DIGEST, row.pk)


def send_digest(pk, *, now: dt.datetime) -> None:
    """Send one person's daily mail, if it is due, free, not too late and anything is left in it."""
    digest = Digest.objects.select_related("to", "school_system").claim(pk, now)
    if digest is None:
        return
    slot = hours.daily_mail_slot(now, digest.school_system.zone)
    if slot is None or slot[0] != digest.day:
        digest.finish(State.SKIPPED, now=now, reason=TOO_OLD)
        return
    entries = _still_needed(digest, now)
    if entries:
        _send(digest, entries, now)
    else:
        digest.finish(State.SKIPPED, now=now, reason=NOTHING_LEFT)


def _still_needed(digest, now):
    """What waits for this mail and is still true, oldest first; the rest is skipped."""
    waiting = Notice.objects.daily().claimable(now).addressed_to(digest.to).order_by("due_at")
    muted, entries = muted_by(digest.to), []
    for notice in waiting:
        notice.to = digest.to
        about = find_about(notice)
        if reason := why_not(notice, about, muted):
            skip(notice, reason, now)
        else:
            entries.append((notice, about))
    return entries


def _send(digest, entries, now):
    try:
        message = emails.daily_mail(digest, entries)
    except ValidationError:
        digest.finish(State.FAILED, now=now, reason=NO_ADDRESS)
        return
    if not _begin(digest, entries, now):
        return
    try:
        mail.deliver(message)
    except mail.NotAcceptedError as error:
        _let_go(digest, error, now)
    except mail.UnclearError as error:
        _finish(digest, State.UNKNOWN, now, f"{CUT_OFF} {error}")
    else:
        _finish(digest, State.DONE, now)


@transaction.atomic
def _begin(digest, entries, now) -> bool:
    """Bind the notices to their mail, in the step that starts its sending."""
    if not digest.begin_sending(now):
        return False
    told = Notice.objects.filter(pk__in=[notice.pk for notice, _ in entries], state=State.DUE)
    told.update(digest=digest, sending_since=now)
    return True


@transaction.atomic
def _let_go(digest, error, now):
    """The server did not take it: later today, or with the next day's mail."""
    digest.notices.filter(state=State.DUE).update(digest=None, sending_since=None)
    try_later(digest, error, now)


@transaction.atomic
def _finish(digest, state, now, reason=""):
    """The mail and what it told end alike; not where a sweeper has settled it meanwhile."""
    if digest.finish(state, now=now, reason=reason):
        told = digest.notices.filter(state=State.DUE)
        told.update(state=state, reason=reason[:300], finished_at=now)
