"""The two lines every table shares: whose row it is, and when it was made."""

from django.db import models

from core.ids import uuid7


class Row(models.Model):
    """A row of one school system. The id is a UUIDv7, made here or in the browser."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school_system = models.ForeignKey(
        "people.SchoolSystem", on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
