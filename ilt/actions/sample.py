"""Starting a meeting from a sample agenda."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ilt.samples import SampleAgenda
from meetings.actions.planning import MeetingDraft, plan_all
from meetings.models import Assignment, Meeting
from people.models import Team, User

AT_THAT_TIME = "The team has a meeting at that time already."
EVERYONE = "Everyone"


def start_meeting(
    sample: SampleAgenda, team: Team, *, starts_at: dt.datetime, lead: User | None, by: User
) -> Meeting:
    """Plan a meeting of the team that begins as this sample: its five parts in the order of the
    school system, resources, prework, and its assignments, one of them the lead's.

    Raises ValidationError where the team meets then already.
    """
    draft = MeetingDraft(
        team,
        starts_at,
        focus=sample.focus,
        outcome=sample.outcome,
        sections=sample.sections(),
        resources=sample.resources(),
        minutes_of=sample.minutes(),
        prework=sample.prework,
        is_from_sample=True,
    )
    try:
        with transaction.atomic():
            [meeting] = plan_all([draft], by=by)
            Assignment.objects.bulk_create(_assignments(sample, meeting, lead))
    except IntegrityError as error:
        raise ValidationError(AT_THAT_TIME) from error
    return meeting


def _assignments(sample, meeting, lead):
    """Everyone's, and the lead's: without one the team sees for whom it is meant."""
    for order, line in enumerate(sample.assignments, start=1):
        who, _colon, text = line.partition(": ")
        is_leads = who != EVERYONE
        yield Assignment(
            school_system_id=meeting.school_system_id,
            meeting=meeting,
            member=lead if is_leads else None,
            text=line if is_leads and lead is None else text[:1].upper() + text[1:],
            order=order,
        )
