"""What the part *assess impact* opens with: every assignment of the meeting before."""

import dataclasses
from collections import Counter

from meetings.models import Assignment, AssignmentReport, Attendance, Meeting
from people.models import User

MISSING = "missing"


@dataclasses.dataclass(frozen=True)
class Owed:
    """One assignment of one member, with what they said became of it, or nothing yet."""

    assignment: Assignment
    member: User
    report: AssignmentReport | None

    @property
    def status(self) -> str:
        return self.report.status if self.report else MISSING

    @property
    def tone(self) -> str:
        return self.report.tone if self.report else "late"


@dataclasses.dataclass(frozen=True)
class CarryOver:
    """The meeting before and all that was to be done after it, a line for each member."""

    meeting: Meeting | None
    lines: list

    @property
    def counts(self) -> Counter:
        return Counter(line.status for line in self.lines)


@dataclasses.dataclass(frozen=True)
class Lists:
    """What is to be done after a meeting and the one before, and who is on their lists."""

    meeting: Meeting
    previous: Meeting | None
    assignments: list
    attendances: list

    @classmethod
    def of(cls, meeting: Meeting) -> "Lists":
        """Read both meetings at once: two queries, where the meeting knows which was before."""
        ids = {meeting.pk, _previous_id(meeting)}
        assignments = Assignment.objects.kept().filter(meeting__in=ids)
        attendances = Attendance.objects.filter(meeting__in=ids)
        lists = cls(
            meeting,
            None,
            list(assignments.select_related("member", "meeting")),
            list(
                attendances.select_related("user", "meeting").order_by(
                    "is_guest", "user__name", "pk"
                )
            ),
        )
        return dataclasses.replace(lists, previous=lists._find_previous())

    def _find_previous(self):
        if (pk := _previous_id(self.meeting)) is None:
            return None
        rows = (row.meeting for row in (*self.assignments, *self.attendances))
        return next((one for one in rows if one.pk == pk), None) or Meeting.objects.get(pk=pk)

    def assignments_of(self, meeting) -> list:
        return [row for row in self.assignments if row.meeting_id == meeting.pk]

    def attendances_of(self, meeting) -> list:
        return [row for row in self.attendances if row.meeting_id == meeting.pk]


def _previous_id(meeting):
    """The team's latest meeting held before this one; the page's query knows it already."""
    if not hasattr(meeting, "previous_id"):
        rows = Meeting.objects.before(meeting)
        meeting.previous_id = rows.values_list("pk", flat=True).first()
    return meeting.previous_id


def carry_over(meeting: Meeting, lists: Lists | None = None) -> CarryOver:
    """What the team's latest meeting held before this one gave its members to do.

    An assignment for everyone counts once for each member on that meeting's list, whether they were
    there or got the minutes; guests have none. Cancelled meetings in between change nothing, and
    who has left the team since is still listed.
    """
    lists = lists or Lists.of(meeting)
    if lists.previous is None:
        return CarryOver(None, [])
    assignments = lists.assignments_of(lists.previous)
    listed = lists.attendances_of(lists.previous)
    everyone = [row.user for row in listed if not row.is_guest]
    rows = AssignmentReport.objects.filter(assignment__in=assignments)
    reports = {(row.assignment_id, row.user_id): row for row in rows}
    lines = [
        Owed(one, member, reports.get((one.pk, member.pk)))
        for one in assignments
        for member in ([one.member] if one.member_id else everyone)
    ]
    return CarryOver(lists.previous, lines)
