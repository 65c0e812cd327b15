"""One row saved or removed by itself, so that a constraint's refusal can be told to the person."""

from django.db import models, transaction


@transaction.atomic
def save_row(row: models.Model) -> models.Model:
    """Save a row. Raises IntegrityError naming the constraint that refuses it."""
    row.save()
    return row


@transaction.atomic
def remove_row(row: models.Model) -> None:
    """Remove a row entered by mistake. Raises ProtectedError where anything stands on it."""
    row.delete()
