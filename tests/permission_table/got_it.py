"""The link in a mail by which a teacher confirms that she got feedback: whoever holds it, once."""

from django.utils import timezone

from coaching.got_it import token_of
from coaching.models import FeedbackMeeting
from tests.permission_table import PEOPLE, answers

EVERYBODY = dict.fromkeys(PEOPLE, 200)
NOBODY = dict.fromkeys(PEOPLE, 410)


def link(world):
    return {"token": token_of(world.shared_feedback)}


def used_link(world):
    token = link(world)
    FeedbackMeeting.objects.update(acknowledged_at=timezone.now())
    return token


def forged_link(world):
    return {"token": token_of(world.shared_feedback) + "x"}


ROWS = {
    "GET coaching:feedback_got_it": EVERYBODY,
    "POST coaching:feedback_got_it": EVERYBODY,
    "GET coaching:feedback_got_it used": NOBODY,
    "POST coaching:feedback_got_it used": NOBODY,
    "GET coaching:feedback_got_it forged": answers(404, anonymous=404),
    "POST coaching:feedback_got_it forged": answers(404, anonymous=404),
}
ARGS = {
    "coaching:feedback_got_it": link,
    "coaching:feedback_got_it used": used_link,
    "coaching:feedback_got_it forged": forged_link,
}
SHOWS = {"GET coaching:feedback_got_it": (lambda world: world.shared_feedback.praise, [])}
