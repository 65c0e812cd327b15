"""Student work of past years is deleted."""

import datetime as dt

from django.db import transaction

from collaboration.retention import due


@transaction.atomic
def delete_past_student_work(system, *, today: dt.date) -> int:
    """Delete focus students with their notes, and analyses of student work, of school years that
    ended more than sixty days ago. Answers how many rows went."""
    return sum(rows.delete()[0] for rows in due(system, today))
