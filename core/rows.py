"""The two lines every table shares: whose row it is, and when it was made."""

from django.db import IntegrityError, models, transaction

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


def insert_once(row: Row, told, *, also=lambda there: True) -> bool:
    """Insert what a page made; False where the page has saved just this already.

    Where one of the fields `told` was changed since, or `also` denies that the row there says the
    same, it is another row, under an id of its own."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        there = type(row)._base_manager.filter(pk=row.pk).first()
        if there is None:
            raise
        if also(there) and all(getattr(there, name) == getattr(row, name) for name in told):
            return False
        row.pk = uuid7()
        row.save(force_insert=True)
    return True
