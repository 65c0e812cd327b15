"""The launch meeting of a teacher and a coach: said to be held, planned or not needed; written."""

import datetime as dt

from django.db import transaction

from people.models import CoachAssignment, LaunchMeeting, SchoolYear, User

Answer = LaunchMeeting.Answer
ANSWERS = ("answer", "do_by_on", "not_needed_because", "answered_by", "answered_at")


def begin(assignment: CoachAssignment, year: SchoolYear) -> LaunchMeeting:
    """The pair's launch meeting of the year; asking twice makes one."""
    meeting, _is_new = LaunchMeeting.objects.get_or_create(
        assignment=assignment,
        school_year=year,
        defaults={"school_system_id": assignment.school_system_id},
    )
    return meeting


@transaction.atomic
def answer(
    assignments: list[CoachAssignment],
    year: SchoolYear,
    *,
    said: str,
    do_by_on: dt.date | None = None,
    reason: str = "",
    by: User,
    now: dt.datetime,
) -> None:
    """Say the same about the launch meetings of one pair, or of a whole caseload: two statements.

    What was written for a meeting stays.
    """
    fields = {
        "answer": said,
        "do_by_on": do_by_on if said == Answer.PLANNED else None,
        "not_needed_because": reason if said == Answer.NOT_NEEDED else "",
        "answered_by": by,
        "answered_at": now,
    }
    LaunchMeeting.objects.bulk_create(
        (
            LaunchMeeting(
                school_system_id=row.school_system_id, assignment=row, school_year=year, **fields
            )
            for row in assignments
        ),
        update_conflicts=True,
        unique_fields=["assignment", "school_year"],
        update_fields=ANSWERS,
    )


def take_back(meetings, *, by: User, at: dt.datetime) -> int:
    """Take back the answers that this person gave at that moment: they are asked again."""
    mine = meetings.filter(answered_by=by, answered_at=at)
    return mine.update(
        answer="", do_by_on=None, not_needed_because="", answered_by=None, answered_at=None
    )
