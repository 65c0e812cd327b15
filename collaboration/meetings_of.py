"""The meetings of a cycle of study as its page lists them: when, how far, what is missing."""

import dataclasses
import datetime as dt

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from collaboration.models import StudyMeeting
from meetings.models import AssignmentReport, Meeting

State = Meeting.State
DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Line:
    """One meeting: everybody who reads the cycle sees its number, day and state (permissions R02);
    its focus, and what is missing, only who may read the meeting (R35)."""

    study: StudyMeeting
    is_readable: bool

    @property
    def meeting(self):
        return self.study.meeting

    @property
    def number(self) -> int | None:
        return None if self.meeting.state == State.CANCELLED else self.study.number

    @property
    def lacks_evidence(self) -> bool:
        return self.is_readable and bool(self.number) and self.study.lacks_evidence

    @property
    def is_off_focus(self) -> bool:
        return self.is_readable and self.study.is_off_focus


def with_place(studies):
    """Each with its `number` in the cycle (cancelled meetings are not counted), `last_state`: what
    became of the meeting before, and `has_evidence`: whether somebody showed what came of one of
    its assignments."""
    earlier = StudyMeeting.objects.filter(
        cycle=OuterRef("cycle"), meeting__starts_at__lt=OuterRef("meeting__starts_at")
    ).exclude(meeting__state=State.CANCELLED)
    count = earlier.order_by().values("cycle").annotate(count=Count("pk")).values("count")
    latest = earlier.order_by("-meeting__starts_at")
    last, state = latest.values("meeting")[:1], latest.values("meeting__state")[:1]
    shown = AssignmentReport.objects.exclude(evidence="", link="")
    reports = shown.filter(
        assignment__removed_at=None, assignment__meeting=OuterRef("last_meeting")
    )
    rows = studies.annotate(
        number=Coalesce(Subquery(count), 0) + 1,
        last_meeting=Subquery(last),
        last_state=Subquery(state),
    )
    return rows.annotate(has_evidence=Exists(reports))


def meetings_of(cycle, user) -> list[Line]:
    """All of them in order; a cancelled one has no number."""
    readable = Exists(Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting")))
    rows = with_place(StudyMeeting.objects.filter(cycle=cycle)).annotate(is_readable=readable)
    lines = []
    for study in rows.select_related("meeting").order_by("meeting__starts_at"):
        study.cycle = cycle
        lines.append(Line(study, study.is_readable))
    return lines


def evidence_before(study, user):
    """What members showed of the assignments of the meeting before, each with its assignment.
    `study` is a row of `with_place`."""
    rows = AssignmentReport.objects.visible_to(user).filter(
        assignment__meeting=study.last_meeting, assignment__removed_at=None
    )
    return rows.select_related("assignment", "user").order_by("assignment__order", "reported_at")


def others_in_window(cycle, user):
    """The team's other meetings in the weeks of the cycle that belong to no cycle."""
    rows = Meeting.objects.visible_to(user).filter(
        team=cycle.year_plan.team_id,
        study=None,
        starts_at__date__gte=cycle.starts_on - DAY,
        starts_at__date__lte=cycle.ends_on + DAY,
    )
    return list(rows.exclude(state=State.CANCELLED))
