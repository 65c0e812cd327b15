"""A story is told, and the coach whom it quotes answers for the line."""

import datetime as dt

from django.db import transaction

from notices.actions import notify, take_back
from reports.models import SuccessStory


@transaction.atomic
def publish(story: SuccessStory, *, now: dt.datetime) -> None:
    """Put the teacher's story on the page. A line that is new, changed or told again waits for the
    coach's word, and the coach is told; an answer about the same line stays."""
    kept = SuccessStory.objects.select_for_update().filter(pk=story.pk, withdrawn_at=None).first()
    is_same = kept is not None and kept.coach_line == story.coach_line
    story.line_confirmed_at = kept.line_confirmed_at if is_same else None
    story.line_declined_at = kept.line_declined_at if is_same else None
    story.publish(now)
    if not is_same:
        _ask(story, now)


def _ask(story, now):
    take_back("line_quoted", about=story)
    if story.coach_line:
        slot = now.isoformat()[:32]
        notify("line_quoted", about=story, to=[story.plan.coach], now=now, slot=slot)


@transaction.atomic
def answer_line(
    story: SuccessStory, *, is_confirmed: bool, fingerprint: str, now: dt.datetime
) -> bool:
    """The coach lets the line show, or not; the teacher is told. False where the line is another
    one than the coach has read."""
    kept = SuccessStory.objects.select_for_update().get(pk=story.pk)
    if not kept.coach_line or kept.line_fingerprint != fingerprint:
        return False
    kept.set_line_answer(is_confirmed, now)
    kept.save(update_fields=["line_confirmed_at", "line_declined_at"])
    take_back("line_answered", about=kept)
    slot = now.isoformat()[:32]
    notify("line_answered", about=kept, to=[story.teacher], now=now, slot=slot)
    return True
