"""Launch meetings of the running school year: most held, some planned, some not answered yet."""

import datetime as dt

from coaching.models import StepProposal
from people.models import CoachAssignment, LaunchMeeting

HELD, PLANNED = (0, 1, 2), 3  # of each five pairs; the fifth is not answered yet
TEXTS = {
    "trust_notes": "What is said in a feedback meeting stays between us.",
    "expectations": "A visit every two weeks, a talk within two days, no surprises.",
    "reflection": "Routines run well. Discussions end too early.",
    "focus_areas": "Questions that more than three students answer.",
    "students": "22 students, four of them new to the school.",
    "priority_groups": "Three English learners; look at who speaks.",
}
PROPOSED = "Let students ask the second question themselves."
WHY = "In both visits the second question came from you."


def write_launch_meetings(district):
    """One for most owner coaches of today; here and there a contributor proposes a step."""
    today, now = district.today, district.now
    year = next((y for y in district.years if y.starts_on <= today <= y.ends_on), None)
    rows = CoachAssignment.objects.filter(school_system=district.system).active(today)
    rows = list(rows.select_related("teacher", "coach").order_by("teacher__name", "pk"))
    owners = [row for row in rows if row.kind == CoachAssignment.Kind.OWNER]
    if year:
        meetings = (_meeting(row, year, n % 5, now) for n, row in enumerate(owners))
        LaunchMeeting.objects.bulk_create(meeting for meeting in meetings if meeting)
    _propose([row for row in rows if row not in owners][::4])


def _meeting(assignment, year, place, now):
    answered = {"answered_by": assignment.coach, "answered_at": now - dt.timedelta(days=60)}
    pair = {
        "school_system_id": assignment.school_system_id,
        "assignment": assignment,
        "school_year": year,
    }
    if place in HELD:
        return LaunchMeeting(answer=LaunchMeeting.Answer.MET, **pair, **answered, **TEXTS)
    if place == PLANNED:
        by = (now + dt.timedelta(days=9)).date()
        planned = LaunchMeeting.Answer.PLANNED
        return LaunchMeeting(answer=planned, do_by_on=by, **pair, **answered)
    return None


def _propose(contributors):
    StepProposal.objects.bulk_create(
        StepProposal(
            school_system_id=row.school_system_id,
            teacher=row.teacher,
            proposed_by=row.coach,
            activity=PROPOSED,
            why=WHY,
        )
        for row in contributors
    )
