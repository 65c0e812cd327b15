"""Writing, publishing and acknowledging *How we coach here*."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Acknowledgement, CoachingVision, User

COPIED = ("vision", "phases", "glossary", "data", "practices")
NOTHING_TO_PUBLISH = "There is no new version to publish. Write one first."


def next_version(user: User) -> CoachingVision:
    """The draft of the user's system, or a new one (not saved) that begins as what is published."""
    newest = CoachingVision.objects.visible_to(user).order_by("-version").first()
    if newest and newest.published_at is None:
        return newest
    draft = CoachingVision(school_system_id=user.school_system_id)
    if newest:
        draft.version = newest.version + 1
        for name in COPIED:
            setattr(draft, name, getattr(newest, name))
    return draft


@transaction.atomic
def publish_vision(*, by: User, now: dt.datetime) -> CoachingVision:
    """Put the draft in place of what is published. Whoever publishes has read it.

    Raises ValidationError where there is no draft.
    """
    drafts = CoachingVision.objects.visible_to(by).select_for_update()
    draft = drafts.filter(published_at=None).first()
    if draft is None:
        raise ValidationError(NOTHING_TO_PUBLISH)
    draft.publish(by=by, now=now)
    acknowledge_vision(draft, by=by, now=now)
    return draft


def acknowledge_vision(vision: CoachingVision, *, by: User, now: dt.datetime) -> None:
    """The person has read this version. Saying it again changes nothing."""
    row = Acknowledgement(
        school_system_id=by.school_system_id, vision=vision, user=by, acknowledged_at=now
    )
    Acknowledgement.objects.bulk_create([row], ignore_conflicts=True)
