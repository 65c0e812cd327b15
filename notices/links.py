"""Addresses that mails carry: pages of ours, and the signed link that switches a kind off."""

from django.core.signing import Signer
from django.urls import reverse

from core.mail import absolute

signer = Signer(salt="notices.unsubscribe", sep="~")


def unsubscribe_token(user_id, kind: str) -> str:
    """Names a person and a kind; nobody can make one for somebody else. It never runs out."""
    return signer.sign(f"{user_id}.{kind}")


def read_token(token: str) -> tuple[str, str]:
    """(user id, kind) of a link. Raises signing.BadSignature where we did not make it."""
    user_id, _, kind = signer.unsign(token).partition(".")
    return user_id, kind


def unsubscribe_url(user_id, kind: str) -> str:
    return absolute(reverse("notices:unsubscribe", args=[unsubscribe_token(user_id, kind)]))


def notice_url(notice) -> str:
    """Where a mail leads: the notice, which notes that it was read and passes on to its page."""
    return absolute(reverse("notices:notice_open", args=[notice.pk]))


def list_url() -> str:
    return absolute(reverse("notices:notice_list"))


def preferences_url() -> str:
    return absolute(reverse("notices:preferences"))
