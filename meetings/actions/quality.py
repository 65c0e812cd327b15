"""What a visitor writes about a meeting."""

from django.db import transaction

from meetings.models import QualityCheck


@transaction.atomic
def show_to_team(check: QualityCheck) -> QualityCheck:
    """Keep it; the team reads it at once. Raises IntegrityError where the same person has written
    about this meeting already."""
    check.save()
    return check
