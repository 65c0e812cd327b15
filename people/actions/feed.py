"""The calendar link of a person: made, reset, deleted, and found by its secret."""

import datetime as dt
import secrets

from django.db import transaction

from people.models import CalendarFeed, User
from people.models.feed import hash_of


def make_feed(user: User, *, now: dt.datetime) -> str:
    """Make the person's calendar link, or a new one in place of the old, which ends at once. Gives
    its secret, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    fresh = {"token_hash": hash_of(token), "made_at": now, "opened_at": None}
    feed = CalendarFeed(user=user, school_system_id=user.school_system_id, **fresh)
    CalendarFeed.objects.bulk_create(
        [feed], update_conflicts=True, unique_fields=["user"], update_fields=list(fresh)
    )
    return token


def show_names(user: User, *, are_shown: bool) -> bool:
    """Whether entries name people; False where there is no link."""
    return bool(CalendarFeed.objects.filter(user=user).update(shows_names=are_shown))


@transaction.atomic
def delete_feed(user: User) -> bool:
    """End the person's calendar link; False where there is none."""
    return bool(CalendarFeed.objects.filter(user=user).delete()[0])


def feed_of(token: str) -> CalendarFeed | None:
    """The link with this secret; None where it was reset or deleted, or its person has ended."""
    feeds = CalendarFeed.objects.with_token(token)
    return feeds.select_related("user__school_system").first()
