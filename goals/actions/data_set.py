from django.db import transaction

from goals.models import DataPoint, DataSet


@transaction.atomic
def save_data_set(data_set: DataSet, points: list[DataPoint]) -> DataSet:
    """Keep a set of results with all its figures, or none of them."""
    data_set.save()
    for point in points:
        point.school_system_id, point.data_set = data_set.school_system_id, data_set
    DataPoint.objects.bulk_create(points)
    return data_set
