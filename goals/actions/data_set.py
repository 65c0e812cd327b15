"""Sets of results: kept whole, removed, brought back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from goals.models import DataPoint, DataSet

LEANS = "A data review that is not held yet leans on it. Take it off the table there first."


@transaction.atomic
def save_data_set(data_set: DataSet, points: list[DataPoint]) -> DataSet:
    """Keep a set of results with all its figures, or none of them."""
    data_set.save()
    for point in points:
        point.school_system_id, point.data_set = data_set.school_system_id, data_set
    DataPoint.objects.bulk_create(points)
    return data_set


@transaction.atomic
def remove_data_set(data_set: DataSet, *, now: dt.datetime) -> None:
    """Take it out of the lists; reviews that were held keep it. Raises ValidationError where one
    that is still to be held leans on it."""
    held = DataSet.objects.select_for_update().get(pk=data_set.pk)
    if held.data_reviews.exclude(held_at__isnull=False).exists():
        raise ValidationError(LEANS)
    held.removed_at = now
    held.save(update_fields=["removed_at"])


@transaction.atomic
def restore_data_set(data_set: DataSet) -> None:
    """Bring it back into the lists."""
    DataSet.objects.filter(pk=data_set.pk).update(removed_at=None)
