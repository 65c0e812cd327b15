"""What becomes of a meeting: its agenda, who was there, held, cancelled, taken up again."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from core.dates import long_date
from meetings.actions.planning import MeetingDraft, plan_all
from meetings.actions.team import follow_members
from meetings.models import Assignment, Attendance, Meeting, Section, SectionResource
from meetings.series import days_of_series, has_series, moment_of
from notices.actions import notify
from people.models import Team, User

SAY_WHAT_OR_WHY = (
    "Write what members do until the next meeting, or say why there is nothing to do this time"
)
NOT_OPEN = "This meeting was held or cancelled meanwhile. Look at what became of it."
IN_FOUR_MONTHS = dt.timedelta(weeks=17)


class AgendaChanged(Exception):  # noqa: N818 - it is one, not an error of ours
    """Somebody else saved the agenda while it was being written."""


@transaction.atomic
def save_agenda(meeting: Meeting, draft: MeetingDraft, *, version: int, now: dt.datetime) -> None:
    """Put `draft` in the place of the agenda. Raises AgendaChanged where it is another version by
    now, IntegrityError where the team meets at that moment already."""
    stored = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if stored.version != version:
        raise AgendaChanged
    is_moved = stored.starts_at != draft.starts_at
    for name in ("starts_at", "focus", "outcome", "goal", "number", "minutes", "place", "prework"):
        setattr(stored, name, getattr(draft, name))
    stored.facilitator = draft.facilitator
    stored.version += 1
    stored.save()
    _save_parts(stored, draft)
    if is_moved:
        follow_members(draft.team, now=now)


def _save_parts(meeting, draft):
    sections = list(meeting.sections.all())
    for section in sections:
        section.plan = draft.sections.get(section.part, "")
        section.leader = draft.leaders.get(section.part)
        section.minutes = draft.minutes_of.get(section.part)
    Section.objects.bulk_update(sections, ["plan", "leader", "minutes"])
    SectionResource.objects.filter(section__meeting=meeting).delete()
    SectionResource.objects.bulk_create(
        SectionResource(
            school_system_id=meeting.school_system_id,
            section=section,
            title=title,
            link=link,
            order=order,
        )
        for section in sections
        for order, (title, link) in enumerate(draft.resources.get(section.part, ()), start=1)
    )


@transaction.atomic
def paste_rows(meeting: Meeting, rows: dict, minutes: dict) -> None:
    """Put pasted texts into the parts: where one has a text, below it."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    sections = list(meeting.sections.select_for_update())
    for section in sections:
        if text := rows.get(section.part):
            section.plan = f"{section.plan}\n\n{text}" if section.plan else text
        section.minutes = minutes.get(section.part, section.minutes)
    Section.objects.bulk_update(sections, ["plan", "minutes"])


@transaction.atomic
def use_agenda_for(meeting: Meeting, team: Team, *, by: User, now: dt.datetime) -> Meeting:
    """The same agenda for another team: in its next meeting that has none, else in a new one on the
    next day of its series. Raises ValidationError where the team has no series, or has this agenda
    already."""
    draft = agenda_of(meeting)
    _refuse_twice(draft, team, by, now)
    draft.team, draft.number = team, None
    if empty := _next_without_agenda(team, now):
        draft.starts_at, draft.facilitator = empty.starts_at, empty.facilitator
        draft.minutes, draft.place, draft.number = empty.minutes, empty.place, empty.number
        draft.goal = empty.goal
        save_agenda(empty, draft, version=empty.version, now=now)
        return empty
    draft.starts_at = _next_free_moment(team, by, now)
    draft.minutes, draft.place, draft.goal = team.minutes, team.place, None
    return plan_all([draft], by=by)[0]


def agenda_of(meeting: Meeting) -> MeetingDraft:
    """What a meeting's agenda says; leaders of parts and the facilitator are its own team's."""
    sections = list(meeting.sections.prefetch_related("resources"))
    return MeetingDraft(
        team=meeting.team,
        starts_at=meeting.starts_at,
        focus=meeting.focus,
        outcome=meeting.outcome,
        prework=meeting.prework,
        sections={section.part: section.plan for section in sections},
        minutes_of={section.part: section.minutes for section in sections},
        resources={
            section.part: [(row.title, row.link) for row in section.resources.all()]
            for section in sections
        },
    )


def _refuse_twice(draft, team, by, now):
    """A tap too many would fill the week after as well."""
    texts = {"focus": draft.focus, "outcome": draft.outcome, "prework": draft.prework}
    coming = Meeting.objects.planned().filter(team=team, starts_at__gte=now, **texts)
    for one in coming:
        if agenda_of(one).sections == draft.sections:
            day = long_date(one.starts_at.astimezone(by.zone).date())
            raise ValidationError(f"{team.name} has this agenda already, on {day}.")


def _next_without_agenda(team, now):
    coming = Meeting.objects.planned().filter(team=team, starts_at__gte=now, focus="")
    written = Section.objects.exclude(plan="").values("meeting")
    return coming.exclude(pk__in=written).order_by("starts_at").first()


def _next_free_moment(team, by, now):
    if not has_series(team):
        raise ValidationError(f"Say first on which day and when {team.name} meets.")
    today = now.astimezone(by.zone).date()
    days, _ = days_of_series(team, today + dt.timedelta(days=1), today + IN_FOUR_MONTHS)
    taken = Meeting.objects.filter(team=team, starts_at__gte=now)
    taken = set(taken.exclude(state=Meeting.State.CANCELLED).values_list("starts_at", flat=True))
    moments = [moment for moment in (moment_of(team, day) for day in days) if moment not in taken]
    if not moments:
        raise ValidationError(f"{team.name} has a meeting on every day of the next four months.")
    return moments[0]


@transaction.atomic
def mark_everybody_present(meeting: Meeting) -> None:
    """Everybody who is still expected was there."""
    expected = meeting.attendances.filter(state=Attendance.State.EXPECTED)
    expected.update(state=Attendance.State.PRESENT)


@transaction.atomic
def mark_attendance(attendance: Attendance, state: str) -> None:
    """One person was there, or was not."""
    attendance.state = state
    attendance.save(update_fields=["state"])


@transaction.atomic
def add_assignment(assignment: Assignment) -> Assignment:
    """Add what one member, or everyone, does until the next meeting; it comes last."""
    last = assignment.meeting.assignments.aggregate(last=Max("order"))["last"] or 0
    assignment.order = last + 1
    assignment.save()
    return assignment


@transaction.atomic
def save_assignment(assignment: Assignment) -> Assignment:
    """Change what is to be done, by whom, or until when."""
    assignment.save()
    return assignment


@transaction.atomic
def remove_assignment(assignment: Assignment, *, now: dt.datetime | None) -> None:
    """Off the list, or with None back on it. Raises ValidationError where it is the last one of a
    held meeting without a reason."""
    meeting = Meeting.objects.select_for_update().get(pk=assignment.meeting_id)
    others = meeting.assignments.kept().exclude(pk=assignment.pk)
    needs_one = meeting.is_held and not meeting.no_assignment_because
    if now and needs_one and not others.exists():
        raise ValidationError("A held meeting keeps at least one assignment. Change it instead.")
    assignment.removed_at = now
    assignment.save(update_fields=["removed_at"])


@transaction.atomic
def hold(
    meeting: Meeting,
    *,
    now: dt.datetime,
    assignment: str = "",
    because: str = "",
    everybody_present: bool = False,
) -> None:
    """The meeting was held. `assignment` is for everyone; who was absent is told where the minutes
    are. Raises ValidationError where there is neither an assignment nor a reason, or it was held or
    cancelled meanwhile."""
    meeting = _locked_open(meeting)
    if assignment:
        add_assignment(_for_everyone(meeting, assignment))
    elif not because and not meeting.assignments.kept().exists():
        raise ValidationError(SAY_WHAT_OR_WHY)
    meeting.state, meeting.held_at = Meeting.State.HELD, now
    meeting.no_assignment_because = because
    meeting.version += 1
    meeting.save(update_fields=["state", "held_at", "no_assignment_because", "version"])
    if everybody_present:
        mark_everybody_present(meeting)
    absent = meeting.attendances.filter(state=Attendance.State.ABSENT, user__is_active=True)
    people = [row.user for row in absent.select_related("user__school_system")]
    notify("minutes_ready", about=meeting, to=people, now=now)


def _for_everyone(meeting, text):
    return Assignment(
        school_system_id=meeting.school_system_id,
        meeting=meeting,
        text=text,
        kind=Assignment.kind_for(meeting.team),
    )


@transaction.atomic
def cancel(meeting: Meeting, *, because: str) -> None:
    """The meeting falls out; the team's page counts it. Raises ValidationError where it was held or
    cancelled meanwhile."""
    meeting = _locked_open(meeting)
    meeting.state, meeting.cancelled_because = Meeting.State.CANCELLED, because
    meeting.version += 1
    meeting.save(update_fields=["state", "cancelled_because", "version"])


@transaction.atomic
def reopen(meeting: Meeting) -> None:
    """Planned again: closed or cancelled by mistake. What members were given to do stays. Raises
    IntegrityError where the team meets at that moment by now."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.state, meeting.held_at = Meeting.State.PLANNED, None
    meeting.no_assignment_because = meeting.cancelled_because = ""
    meeting.version += 1
    meeting.save()


def _locked_open(meeting):
    stored = Meeting.objects.select_for_update(of=("self",)).select_related("team")
    stored = stored.get(pk=meeting.pk)
    if not stored.is_open:
        raise ValidationError(NOT_OPEN)
    return stored
