"""What the system's leadership team of the demo district gave to do that concerns a school, and
what came of it: done, partly, not done, not told yet."""

import datetime as dt

from meetings.models import Assignment, AssignmentReport, Meeting
from people.models import Team, TeamMember

MEETINGS, TOLD_AFTER = 4, dt.timedelta(days=3)
TEXTS = (
    "Walk three math rooms with the principal, and bring what students were asked to explain.",
    "Sit in one meeting of the grade teams, and write down how its last part ended.",
    "Go through the screener with the assistant principal: who needs which group?",
    "Ask two new teachers what they still miss to teach the next module.",
)
# status, evidence, what came of it, link; None where nobody has told yet
REPORTS = (
    None,
    (
        "partly",
        "One of two teams: the other one met on a day I was at the district office.",
        "It ends with a task for everybody; nobody says by when.",
        "",
    ),
    (
        "done",
        "Eleven of 64 students need fractions again; the groups are on the wall of the office.",
        "Groups change on Monday. The assistant principal tells us in two weeks.",
        "https://pelicanparish.example/drive/groups-of-november",
    ),
    ("not_done", "", "Both were out for training. I ask them next week.", ""),
)


def write_given(district) -> None:
    """One assignment of the last meetings of the system's leadership team for each school; for the
    first school one in every state."""
    team = Team.objects.get(school_system=district.system, kind=Team.Kind.SYSTEM_ILT)
    held = Meeting.objects.held().filter(team=team).order_by("-starts_at")
    meetings = list(held[:MEETINGS])
    members = team.members.filter(role=TeamMember.Role.MEMBER).order_by("pk")
    members = list(members.values_list("user", flat=True))
    first, *others = district.schools
    places = [(first, place) for place in range(len(meetings))]
    places += [(school, number % MEETINGS) for number, school in enumerate(others)]
    for number, (school, place) in enumerate(places):
        if place < len(meetings):
            member = members[number % len(members)]
            _give(district, meetings[place], school, member, place)


def _give(district, meeting, school, member, place):
    one = Assignment.objects.create(
        school_system=district.system,
        meeting=meeting,
        school=school,
        member_id=member,
        text=TEXTS[place],
        due_on=district.today + dt.timedelta(days=6) if place == 0 else None,
        order=meeting.assignments.count() + 1,
    )
    if REPORTS[place]:
        status, evidence, outcome, link = REPORTS[place]
        AssignmentReport.objects.create(
            school_system=district.system,
            assignment=one,
            user_id=member,
            status=status,
            evidence=evidence,
            outcome=outcome,
            link=link,
            reported_at=min(meeting.starts_at + TOLD_AFTER, district.now),
        )
