"""The refinement area that a teacher works on now, as a column of other queries."""

from django.db import models
from django.db.models.functions import JSONObject

from coaching.models.plan import Cycle


def open_focus():
    """The open refinement area of OuterRef("teacher") as one value: pk and name, or nothing."""
    open_cycles = Cycle.objects.switched_on().open().filter(teacher=models.OuterRef("teacher"))
    areas = open_cycles.filter(refinement_indicator__isnull=False)
    area = JSONObject(pk="refinement_indicator_id", name="refinement_indicator__name")
    return models.Subquery(areas.values(json=area)[:1], output_field=models.JSONField())
