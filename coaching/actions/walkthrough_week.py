"""Weekly quotas of walkthroughs are set, and weeks submitted."""

import datetime as dt

from django.db import transaction

from coaching.models import WalkthroughQuota, WalkthroughWeek
from coaching.walkthrough_week import WalkWeek
from people.models import User


@transaction.atomic
def set_quotas(quotas: list[WalkthroughQuota]) -> None:
    """Keep the quota of each duty; it holds from this week on."""
    WalkthroughQuota.objects.bulk_create(
        quotas,
        update_conflicts=True,
        unique_fields=["school_system", "duty"],
        update_fields=["per_week", "due_weekday"],
    )


@transaction.atomic
def submit_week(week: WalkWeek, *, by: User, now: dt.datetime) -> WalkthroughWeek:
    """Stamp the week with what was made by now; a second tap changes nothing."""
    stamp = {"submitted_at": now, "made": week.made, "wanted": week.wanted.number}
    key = {"maker": by, "monday": week.wanted.monday}
    created = stamp | {"school_system_id": by.school_system_id}
    row, is_new = WalkthroughWeek.objects.get_or_create(**key, defaults=created)
    if not is_new:
        WalkthroughWeek.objects.filter(pk=row.pk, submitted_at=None).update(**stamp)
    return row


@transaction.atomic
def take_week_back(week: WalkthroughWeek) -> None:
    """The week is not submitted after all."""
    WalkthroughWeek.objects.filter(pk=week.pk).update(submitted_at=None)
