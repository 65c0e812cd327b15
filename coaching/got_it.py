"""The signed link in the mail that feedback was shared: the teacher confirms that she got it.

It names the feedback and the moment it was shared, and works once, for two weeks, until the
feedback is read, or taken back. Nothing is stored for it, and it opens nothing.
"""

import datetime as dt
import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from coaching.models import FeedbackMeeting
from core.mail import absolute

LASTS = dt.timedelta(days=14)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
signer = Signer(salt="coaching.feedback-got-it", sep="~")


def token_of(meeting: FeedbackMeeting) -> str:
    """What the link of this sharing ends in."""
    return signer.sign(f"{meeting.pk.hex}.{(meeting.shared_at - EPOCH) // MICROSECOND}")


def url_of(meeting: FeedbackMeeting) -> str:
    return absolute(reverse("coaching:feedback_got_it", args=[token_of(meeting)]))


def read_token(token: str) -> tuple[uuid.UUID, dt.datetime]:
    """(id of the feedback, when it was shared). Raises ValueError where we did not make it."""
    try:
        pk, _, moment = signer.unsign(token).partition(".")
    except BadSignature as error:
        raise ValueError("No link of ours.") from error
    return uuid.UUID(pk), EPOCH + int(moment) * MICROSECOND
