"""From a due row to a mail: claimed, checked again, sent at most once (security: at least once)."""

import datetime as dt

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from core import leases, mail
from core.leases import MOST_ATTEMPTS, Leased
from notices import emails, hours
from notices.actions.outbox import SEND
from notices.kinds import DAILY_MAIL
from notices.models import CUT_OFF, NO_LONGER_TRUE, NOT_ACTIVE, SWITCHED_OFF, Digest, Notice

SEND_DIGEST = "notices.tasks.send_digest"
UNKNOWN_KIND = "The product no longer has this kind of notice."
QUIET = "Waits for the end of quiet hours."
NO_ADDRESS = "No mail can go to this e-mail address."
State = Leased.State


def send_notice(pk, *, now: dt.datetime) -> None:
    """Send the mail of one instant or security notice, if it is due, free and still needed."""
    notice = Notice.objects.select_related("to", "school_system").claim(pk, now)
    if notice is None:
        return
    about = find_about(notice)
    if reason := why_not(notice, about, muted_by(notice.to)):
        skip(notice, reason, now)
    elif not notice.rules.is_security and hours.is_quiet(now, notice.school_system.zone):
        notice.put_off(at=hours.next_allowed(now, notice.school_system.zone), reason=QUIET)
    else:
        _send(notice, about, now)


def _send(notice, about, now):
    try:
        message = emails.notice_mail(notice, about)
    except ValidationError:
        notice.finish(State.FAILED, now=now, reason=NO_ADDRESS)
        return
    if notice.rules.is_security:
        _send_at_least_once(notice, message, now)
    elif notice.begin_sending(now):
        _send_at_most_once(notice, message, now)


def _send_at_least_once(notice, message, now):
    try:
        mail.deliver(message)
    except (mail.NotAcceptedError, mail.UnclearError) as error:
        try_later(notice, error, now)
    else:
        notice.finish(State.DONE, now=now)


def _send_at_most_once(notice, message, now):
    try:
        mail.deliver(message)
    except mail.NotAcceptedError as error:
        try_later(notice, error, now)
    except mail.UnclearError as error:
        notice.finish(State.UNKNOWN, now=now, reason=f"{CUT_OFF} {error}")
    else:
        notice.finish(State.DONE, now=now)


def try_later(row, error, now) -> None:
    """Due again in 2, 4, 8, 16 minutes; after the fifth time no more."""
    if row.attempts >= MOST_ATTEMPTS:
        row.give_up(now=now, reason=str(error))
    else:
        row.put_off(at=now + dt.timedelta(minutes=2**row.attempts), reason=str(error))


def find_about(notice):
    """What the notice is about, as the person may read it now; None where it is gone or closed.

    Security mail goes to people who cannot sign in yet: there the row itself counts.
    """
    if notice.rules is None:
        return None
    rows = apps.get_model(notice.about_label)._default_manager.filter(pk=notice.about_id)
    if not notice.rules.is_security:
        rows = rows.visible_to(notice.to)
    if notice.rules.related:
        rows = rows.select_related(*notice.rules.related)
    return rows.first()


def muted_by(person) -> set:
    """The kinds this person has switched off, the daily mail as a whole among them."""
    return set(person.muted.values_list("kind", flat=True))


def why_not(notice, about, muted) -> str:
    """Why this notice is not mailed (any more); nothing where it is."""
    rules = notice.rules
    if rules is None:
        return UNKNOWN_KIND
    if not notice.to.is_active:
        return NOT_ACTIVE
    if about is None or not rules.still_needed(notice, about):
        return NO_LONGER_TRUE
    switches = {rules.name, DAILY_MAIL} if rules.is_daily else {rules.name}
    return "" if rules.is_security or muted.isdisjoint(switches) else SWITCHED_OFF


def skip(notice, reason, now) -> None:
    """No mail; the bell keeps what the person has only switched off as mail."""
    in_bell = notice.is_in_bell and reason == SWITCHED_OFF
    notice.finish(State.SKIPPED, now=now, reason=reason, is_in_bell=in_bell)


def sweep(now: dt.datetime) -> None:
    """Ring for every mail that waits, bury what is spent, settle what was cut off."""
    settle_cut_off(now)
    leases.sweep(Notice.objects.single(), SEND, now)
    leases.sweep(Digest.objects.all(), SEND_DIGEST, now)


@transaction.atomic
def settle_cut_off(now: dt.datetime) -> None:
    """Mark as unknown what a dead worker had begun to send; a digest's notices with it."""
    unknown = {"state": State.UNKNOWN, "reason": CUT_OFF, "finished_at": now, "leased_until": None}
    Digest.objects.cut_off(now).update(**unknown)
    Notice.objects.cut_off(now).update(**unknown)
    told = Notice.objects.filter(digest__state=State.UNKNOWN, state=State.DUE)
    told.update(**unknown)
