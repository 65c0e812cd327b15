"""A forgotten password: the mail with the link goes through the outbox."""

import datetime as dt

from django.db import transaction

from notices.actions import notify
from people.models import User


@transaction.atomic
def ask_for_new_password(user: User, *, now: dt.datetime) -> None:
    """Queue the mail. Asking twice within a minute sends one; no token is stored anywhere."""
    notify("password_reset", about=user, to=[user], now=now, slot=f"{now:%Y-%m-%dT%H:%M}")
