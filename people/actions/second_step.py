"""The second step of signing in: the person is told of every change to it."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction

from notices.actions import notify
from people.models import User


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


def _slot(now):
    return f"{now:%Y-%m-%dT%H:%M:%S}"
