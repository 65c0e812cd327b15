"""Signing out on other devices: their sessions are gone, the next click there asks to sign in."""

import datetime as dt

from django.db import transaction

from people.models import Session, User


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere: how many sessions that ended."""
    return Session.objects.filter(user=user).delete()[0]


def end_other_sessions(user: User, session_key: str, *, now: dt.datetime) -> int:
    """Sign the person out everywhere but here: how many devices were signed in."""
    others = Session.objects.filter(user=user).exclude(pk=session_key)
    ended = others.live(now).count()
    others.delete()
    return ended


@transaction.atomic
def end_session(session: Session) -> None:
    """Sign out on one device."""
    session.delete()


def tidy_sessions(now: dt.datetime) -> int:
    """Remove the sessions that are over; nobody is in them any more."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
