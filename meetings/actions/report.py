"""What members say became of their assignments."""

import datetime as dt

from django.db import transaction

from meetings.models import AssignmentReport


@transaction.atomic
def save_report(report: AssignmentReport, *, now: dt.datetime) -> AssignmentReport:
    """Save what a member says of an assignment, the first time or again. Raises IntegrityError
    where the same person has reported in another window meanwhile."""
    if not report._state.adding:
        report.version += 1
    report.reported_at = now
    report.save()
    return report
