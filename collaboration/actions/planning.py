"""The meetings of a cycle of study, put on the calendar from the team's series."""

from django.db import transaction

from collaboration.dates import Proposal, proposals
from collaboration.models import StudyCycle, StudyMeeting
from meetings.actions.planning import MeetingDraft, plan_all
from meetings.models import Meeting
from people.models import User

State = Meeting.State


@transaction.atomic
def plan_cycle(cycle: StudyCycle, *, by: User) -> list[Meeting]:
    """Plan the meetings that the cycle still lacks on the days of the team's series, skipping
    closures. A meeting the team has on such a day, of no cycle yet, is taken into this one.

    Raises IntegrityError where the team got a meeting at that moment meanwhile.
    """
    StudyCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    days = proposals(cycle, today=by.today, zone=by.zone)
    new = [_draft(cycle, proposal) for proposal in days if proposal.meeting is None]
    meetings = [proposal.meeting for proposal in days if proposal.meeting]
    meetings += plan_all(new, by=by) if new else []
    _link(cycle, meetings)
    number_meetings(cycle)
    return meetings


def _draft(cycle, proposal: Proposal):
    """A meeting of the cycle; it gets its number with the others."""
    team, goal = cycle.year_plan.team, cycle.goal
    return MeetingDraft(team, proposal.starts_at, cycle.title, goal=goal, number=1)


@transaction.atomic
def take_into_cycle(cycle: StudyCycle, meeting: Meeting) -> StudyMeeting:
    """A meeting of the team that belongs to no cycle becomes one of this one. Raises IntegrityError
    where somebody has put it into a cycle meanwhile."""
    [study] = _link(cycle, [meeting])
    number_meetings(cycle)
    return study


def _link(cycle, meetings):
    return StudyMeeting.objects.bulk_create(
        StudyMeeting(school_system_id=cycle.school_system_id, meeting=meeting, cycle=cycle)
        for meeting in meetings
    )


@transaction.atomic
def save_cycle(cycle: StudyCycle) -> None:
    """Save a changed cycle; its meetings go on with its goal."""
    cycle.save()
    number_meetings(cycle)


def number_meetings(cycle: StudyCycle) -> None:
    """Number the cycle's meetings by their days, and tie them to its goal; a cancelled one counts
    for nothing."""
    rows = Meeting.objects.filter(study__cycle=cycle).exclude(state=State.CANCELLED)
    meetings = list(rows.order_by("starts_at"))
    for number, meeting in enumerate(meetings, start=1):
        meeting.number, meeting.goal_id = number, cycle.goal_id
    Meeting.objects.bulk_update(meetings, ["number", "goal"])
