"""The praise a teacher was given (R12): hers, on a page that nobody else has."""

from coaching.models import FeedbackMeeting
from tests.permission_table import answers

PRAISE = "Every student had said the objective aloud by 9:05."


def read(world):
    meeting = world.shared_feedback
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(praise=PRAISE, read_at=meeting.shared_at)
    return {}


ROWS = {"GET coaching:my_praise": answers(404, subject=200, peer=200)}
ARGS = {"coaching:my_praise": read}
SHOWS = {"GET coaching:my_praise": (lambda world: PRAISE, ["subject"])}
