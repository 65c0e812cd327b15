"""Meetings put on the calendar: one, a term of them, or the same agenda for other teams."""

import dataclasses
import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Count

from goals.models import Goal
from meetings.models import Attendance, Meeting, Section, SectionResource
from people.models import SchoolSystem, Team, TeamMember, User

Part = Section.Part
WITHOUT_IMPACT = [part for part in Part if part != Part.IMPACT]


def parts_in_order(system: SchoolSystem) -> list:
    """The five parts, with *assess impact* where the school system has it stand."""
    if system.impact_stands == SchoolSystem.ImpactStands.LAST:
        return [*WITHOUT_IMPACT, Part.IMPACT]
    return [Part.IMPACT, *WITHOUT_IMPACT]


@dataclasses.dataclass
class MeetingDraft:
    """A meeting as somebody means it, before it has rows.

    `sections` says what happens in which part; `resources` gives a part its (title, link) pairs,
    `leaders` and `minutes_of` who leads a part and for how long. Without a number a meeting with a
    goal is the next one of that goal's cycle; without a facilitator the team's own leads it, or
    whoever plans it and is in the team.
    """

    team: Team
    starts_at: dt.datetime
    focus: str = ""
    outcome: str = ""
    goal: Goal | None = None
    number: int | None = None
    sections: dict = dataclasses.field(default_factory=dict)
    resources: dict = dataclasses.field(default_factory=dict)
    leaders: dict = dataclasses.field(default_factory=dict)
    minutes_of: dict = dataclasses.field(default_factory=dict)
    minutes: int | None = None
    place: str | None = None
    prework: str = ""
    facilitator: User | None = None
    is_from_sample: bool = False


def plan_meeting(
    team: Team,
    *,
    starts_at: dt.datetime,
    by: User,
    focus: str = "",
    outcome: str = "",
    goal: Goal | None = None,
    number: int | None = None,
    sections: dict | None = None,
    resources: dict | None = None,
) -> Meeting:
    """Put a meeting on the calendar: its five parts in the order of the policy, and on its list
    whoever is in the team that day.

    `sections` maps a part to what happens in it, `resources` a part to (title, link) pairs. Raises
    IntegrityError where the team meets at that moment already.
    """
    draft = MeetingDraft(
        team, starts_at, focus, outcome, goal, number, sections or {}, resources or {}
    )
    return plan_all([draft], by=by)[0]


@transaction.atomic
def plan_all(drafts: list[MeetingDraft], *, by: User) -> list[Meeting]:
    """Plan several meetings of one school system in as many queries as one takes.

    Raises IntegrityError where a team meets at such a moment already.
    """
    members = _members_of(drafts)
    _number(drafts)
    meetings = [_meeting(draft, members, by) for draft in drafts]
    Meeting.objects.bulk_create(meetings)
    pairs = list(zip(drafts, meetings, strict=True))
    sections = [row for draft, meeting in pairs for row in _sections(draft, meeting, by)]
    Section.objects.bulk_create(sections)
    SectionResource.objects.bulk_create(_resources(pairs, sections))
    Attendance.objects.bulk_create(
        Attendance(school_system_id=meeting.school_system_id, meeting=meeting, user_id=user)
        for draft, meeting in pairs
        for user in _there_then(members, draft, by)
    )
    return meetings


def _members_of(drafts):
    """All memberships of the teams, by team: one query."""
    by_team = defaultdict(list)
    rows = TeamMember.objects.filter(team__in={draft.team.pk for draft in drafts})
    for member in rows.order_by("starts_on", "pk"):
        by_team[member.team_id].append(member)
    return by_team


def _there_then(members, draft, by, *, role=None):
    """The people (ids) in the draft's team on its day, each once."""
    day = draft.starts_at.astimezone(by.zone).date()
    return list(
        dict.fromkeys(
            member.user_id
            for member in members[draft.team.pk]
            if member.holds_on(day) and role in (None, member.role)
        )
    )


def _number(drafts):
    """Give each meeting of a cycle its number: the next one of that team's."""
    goals = {draft.goal for draft in drafts if draft.goal and draft.number is None}
    if not goals:
        return
    rows = Meeting.objects.filter(goal__in=goals).exclude(state=Meeting.State.CANCELLED)
    counted = rows.order_by().values_list("team", "goal").annotate(Count("pk"))
    counts = defaultdict(int, {(team, goal): count for team, goal, count in counted})
    for draft in drafts:
        if draft.goal and draft.number is None:
            counts[draft.team.pk, draft.goal.pk] += 1
            draft.number = counts[draft.team.pk, draft.goal.pk]


def _meeting(draft, members, by):
    team = draft.team
    leads = _there_then(members, draft, by, role=TeamMember.Role.FACILITATOR)
    leads += [user for user in _there_then(members, draft, by) if user == by.pk]
    own = draft.facilitator and draft.facilitator.pk
    return Meeting(
        school_system_id=team.school_system_id,
        team=team,
        goal=draft.goal,
        number=draft.number,
        starts_at=draft.starts_at,
        minutes=draft.minutes or team.minutes,
        is_from_sample=draft.is_from_sample,
        place=team.place if draft.place is None else draft.place,
        focus=draft.focus,
        outcome=draft.outcome,
        prework=draft.prework,
        facilitator_id=own or next(iter(leads), None),
    )


def _sections(draft, meeting, by):
    for order, part in enumerate(parts_in_order(by.school_system), start=1):
        yield Section(
            school_system_id=meeting.school_system_id,
            meeting=meeting,
            part=part,
            order=order,
            plan=draft.sections.get(part, ""),
            leader=draft.leaders.get(part),
            minutes=draft.minutes_of.get(part),
        )


def _resources(pairs, sections):
    drafts = {meeting.pk: draft for draft, meeting in pairs}
    for section in sections:
        given = drafts[section.meeting_id].resources.get(section.part, ())
        for order, (title, link) in enumerate(given, start=1):
            yield SectionResource(
                school_system_id=section.school_system_id,
                section=section,
                title=title,
                link=link,
                order=order,
            )
