"""A meeting on paper: its agenda, what came of the meeting before, notes and assignments."""

from django.utils import timezone

from core import pdf
from meetings.impact import carry_over
from meetings.models import Meeting


def meeting_pdf(meeting: Meeting, *, reader, now) -> bytes:
    """The agenda of a planned meeting, the minutes of one held, for who may read it. Raises
    CannotPrintError."""
    system = meeting.school_system
    context = {
        "meeting": meeting,
        "sections": meeting.sections.select_related("leader").prefetch_related("resources"),
        "impact": carry_over(meeting),
        "assignments": meeting.assignments.kept().select_related("member"),
        "attendances": meeting.attendances.select_related("user"),
        "system": system.name,
        "as_of": now,
    }
    with timezone.override(system.zone):
        return pdf.render("meetings/meeting.pdf.html", context)


def meeting_stamp(meeting: Meeting, *, reader) -> str:
    """Changes whenever a new print would say something else about the agenda or the notes."""
    parts = " ".join(str(section.version) for section in meeting.sections.all())
    return f"{meeting.version} {parts}"
