"""Guests of one meeting."""

from django.db import transaction

from meetings.models import Attendance, Meeting
from people.models import User


@transaction.atomic
def invite(meeting: Meeting, person: User) -> None:
    """Put a guest on the list; who is on it already stays as they are."""
    Attendance.objects.bulk_create(
        [
            Attendance(
                school_system_id=meeting.school_system_id,
                meeting=meeting,
                user=person,
                is_guest=True,
            )
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def take_off(guest: Attendance) -> None:
    """Off the list: the meeting is closed to them again."""
    guest.delete()
