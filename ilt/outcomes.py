"""What the assignments of the plan's meetings became, for the column *Progress*."""

import collections
import dataclasses

from meetings.models import Assignment, AssignmentReport, Attendance, Meeting

Status = AssignmentReport.Status


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One assignment: what to do, and how many members said what of it."""

    text: str
    done: int
    partly: int
    not_done: int
    missing: int

    def __str__(self):
        counts = (
            (self.done, "done"),
            (self.partly, "partly"),
            (self.not_done, "not done"),
            (self.missing, "not said yet"),
        )
        return ", ".join(f"{count} {words}" for count, words in counts if count) or "nobody yet"


def outcomes_of(weeks, user) -> dict:
    """{meeting id: outcomes of its assignments}, of meetings that the person may read."""
    ids = [week.meeting_id for week in weeks if week.meeting_id]
    if not ids:
        return {}
    meetings = Meeting.objects.visible_to(user).filter(pk__in=ids).values("pk")
    rows = Assignment.objects.filter(meeting__in=meetings, removed_at=None)
    expected = Attendance.objects.filter(meeting__in=meetings, is_guest=False)
    members = collections.Counter(expected.values_list("meeting", flat=True))
    found = collections.defaultdict(list)
    for row in rows.prefetch_related("reports"):
        found[row.meeting_id].append(_outcome(row, members[row.meeting_id]))
    return dict(found)


def _outcome(row, members):
    said = collections.Counter(report.status for report in row.reports.all())
    asked = 1 if row.member_id else members
    counts = (said[Status.DONE], said[Status.PARTLY], said[Status.NOT_DONE])
    return Outcome(row.text, *counts, max(0, asked - sum(counts)))
