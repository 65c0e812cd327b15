"""The second step of signing in: the person is told of every change to it."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction

from core.seals import seal_anew
from notices.actions import notify
from people.models import User

SECRETS = ("secret", "seed")  # what an app and the codes on paper keep


@transaction.atomic
def tell_added(user: User, *, now: dt.datetime) -> None:
    """Mail that signing in now takes, or can be done with, one thing more."""
    notify("second_step_added", about=user, to=[user], now=now, slot=_slot(now))


@transaction.atomic
def tell_removed(user: User, *, now: dt.datetime) -> None:
    """Mail that one thing less is asked."""
    notify("second_step_removed", about=user, to=[user], now=now, slot=_slot(now))


@transaction.atomic
def reset_second_step(user: User, *, now: dt.datetime) -> bool:
    """Take away everything but the password, and tell the person; False where there was nothing."""
    had_any = bool(Authenticator.objects.filter(user=user).delete()[0])
    if had_any:
        tell_removed(user, now=now)
    return had_any


@transaction.atomic
def seal_all_anew() -> int:
    """Seal the secrets of apps and codes under the key of today; how many there are."""
    rows = Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN)
    found = list(rows)
    for row in found:
        row.data |= {name: seal_anew(row.data[name]) for name in SECRETS if name in row.data}
    Authenticator.objects.bulk_update(found, ["data"])
    return len(found)


def _slot(now):
    return f"{now:%Y-%m-%dT%H:%M:%S}"
