"""The accountability register: lines with the certification of their evaluator."""

from django.db import transaction

from people.models import EvaluatorAssignment


@transaction.atomic
def save_line(line: EvaluatorAssignment, *, others=None) -> None:
    """Save a line; where `others` are given, these lines are certified until the same day.

    Raises IntegrityError naming the constraint that refuses it.
    """
    line.save()
    if others is not None:
        others.update(certified_until=line.certified_until)
