"""Key messages of a network: who has passed them on, and at which school."""

import dataclasses
from collections import defaultdict

from meetings.impact import MISSING
from meetings.models import Assignment, AssignmentReport, Attendance
from people.models import Membership

SHOWN = 8


@dataclasses.dataclass(frozen=True)
class PassedOn:
    """A key message with a line for each leader it was given to."""

    message: Assignment
    lines: list

    @property
    def count(self) -> int:
        return sum(line["status"] == AssignmentReport.Status.DONE for line in self.lines)


def key_messages(team, user) -> list[PassedOn]:
    """The network's latest key messages that `user` may read, newest first: four queries."""
    rows = Assignment.objects.visible_to(user).kept().filter(meeting__team=team)
    rows = rows.filter(kind=Assignment.Kind.KEY_MESSAGE, meeting__state="held")
    rows = rows.select_related("meeting", "member")
    messages = list(rows.order_by("-meeting__starts_at", "order")[:SHOWN])
    listed = defaultdict(list)
    meetings = {message.meeting_id for message in messages}
    there = Attendance.objects.filter(meeting__in=meetings, is_guest=False)
    for row in there.select_related("user").order_by("user__name", "user"):
        listed[row.meeting_id].append(row.user)
    reports = AssignmentReport.objects.filter(assignment__in=messages)
    reports = {(row.assignment_id, row.user_id): row for row in reports}
    people = {person.pk for one in listed.values() for person in one}
    schools = _schools_of(people, user.today)
    return [
        PassedOn(one, [_line(one, person, reports, schools) for person in _given(one, listed)])
        for one in messages
    ]


def _given(message, listed):
    return [message.member] if message.member_id else listed[message.meeting_id]


def _line(message, person, reports, schools):
    report = reports.get((message.pk, person.pk))
    status = report.status if report else MISSING
    return {
        "person": person,
        "schools": ", ".join(schools[person.pk]),
        "report": report,
        "status": status,
        "tone": report.tone if report else "late",
    }


def _schools_of(people, today):
    """Names of the schools where each works today."""
    rows = Membership.objects.active(today).filter(user__in=people, school__isnull=False)
    names = defaultdict(list)
    for person, name in rows.order_by("school__name").values_list("user", "school__name"):
        if name not in names[person]:
            names[person].append(name)
    return names
