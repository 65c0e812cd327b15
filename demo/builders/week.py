"""Plain builders of what stands around the week: invitations of teachers."""

from coaching.models import VisitInvitation
from people.school_days import SchoolCalendar


def invite(teacher, coach, planned_on=None, **fields):
    """An invitation of a coach that waits for an answer, for the next school day unless said."""
    school = teacher.memberships.teachers().get(ends_on=None).school
    fields = {"period": "2nd period", "look_for": "Who talks after the first answer?"} | fields
    return VisitInvitation.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        planned_on=planned_on or SchoolCalendar.of(school).add(teacher.today, 1),
        **fields,
    )
