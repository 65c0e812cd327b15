"""Which kinds of mail a person wants: switched one by one, or by the link in a mail."""

from django.contrib.auth import get_user_model
from django.db import transaction

from notices.kinds import DAILY_MAIL, KINDS
from notices.models import MutedKind


def can_be_switched(kind: str) -> bool:
    """Whether there is a switch for it: the daily mail, and every kind but security mail."""
    return kind == DAILY_MAIL or (kind in KINDS and not KINDS[kind].is_security)


@transaction.atomic
def set_switches(user, switches: dict[str, bool]) -> None:
    """Set the switches a person sees, by kind; those of other kinds stay as they are."""
    wanted = [kind for kind, is_on in switches.items() if is_on]
    MutedKind.objects.filter(user=user, kind__in=wanted).delete()
    off = [kind for kind, is_on in switches.items() if not is_on and can_be_switched(kind)]
    _mute(user, off)


@transaction.atomic
def switch_by_link(user_id, kind: str, *, is_on: bool) -> None:
    """What the signed link of a mail does, without signing in. Doing it again does nothing."""
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None or not can_be_switched(kind):
        return
    if is_on:
        MutedKind.objects.filter(user=user, kind=kind).delete()
    else:
        _mute(user, [kind])


def _mute(user, kinds):
    rows = [
        MutedKind(user=user, school_system_id=user.school_system_id, kind=kind) for kind in kinds
    ]
    MutedKind.objects.bulk_create(rows, ignore_conflicts=True)
