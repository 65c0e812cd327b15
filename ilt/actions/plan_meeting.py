"""A week of a long-range plan becomes its meeting."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import wall_clock
from core.dates import long_date
from ilt.models import PlanWeek
from meetings.actions.planning import plan_meeting
from meetings.models import Assignment, Meeting, Section, SectionResource
from people.models import TeamMember, User

LINK = re.compile(r"https?://[^\s()<>]+")
EVERYONE = {"everyone", "everybody", "all", "all members", "each member"}
USUAL_TIME = dt.time(15)
MONDAY = 0
FOCUS = 200
IS_ONE = "This week has its meeting already."
AT_THAT_TIME = "The team meets at that time already, for another week of the plan."


def meet(week: PlanWeek, number: int, *, by: User) -> Meeting:
    """The meeting of a week: topics as its focus, its outcome, materials as resources, the actions
    as assignments to look over. A meeting that the team has planned for that day is taken; what
    stands in it stays. Raises ValidationError.
    """
    try:
        with transaction.atomic():
            week = PlanWeek.objects.select_for_update().get(pk=week.pk)
            if week.meeting_id:
                raise ValidationError(IS_ONE)
            meeting = _planned(week, by) or _new(week, number, by)
            _write_assignments(meeting, week.actions)
            week.meeting = meeting
            week.save(update_fields=["meeting"])
    except IntegrityError as error:
        raise ValidationError(AT_THAT_TIME) from error
    return meeting


def _planned(week, by):
    """The meeting the team has on that day already; the plan fills what is empty in it."""
    first = wall_clock.at(meeting_day(week), dt.time(), by.zone)
    last = first + dt.timedelta(days=1)
    found = week.plan.team.meetings.planned().filter(plan_week=None)
    meeting = found.filter(starts_at__gte=first, starts_at__lt=last).first()
    if meeting is None:
        return None
    meeting.focus = meeting.focus or focus_of(week.topics)
    meeting.outcome = meeting.outcome or week.outcome
    meeting.goal_id = meeting.goal_id or week.cycle.goal_id
    meeting.save(update_fields=["focus", "outcome", "goal"])
    _add_resources(meeting, week)
    return meeting


def _add_resources(meeting, week):
    section = meeting.sections.get(part=Section.Part.LEARNING)
    order = section.resources.count()
    SectionResource.objects.bulk_create(
        SectionResource(
            school_system_id=meeting.school_system_id,
            section=section,
            title=title,
            link=link,
            order=order + place,
        )
        for place, (title, link) in enumerate(resources_of(week.materials), start=1)
    )


def _new(week, number, by):
    team, learning = week.plan.team, Section.Part.LEARNING
    focus = focus_of(week.topics)
    return plan_meeting(
        team,
        starts_at=wall_clock.at(meeting_day(week), team.meets_at or USUAL_TIME, by.zone),
        by=by,
        focus=focus,
        outcome=week.outcome,
        goal=week.cycle.goal,
        number=number,
        sections={learning: week.topics} if week.topics != focus else {},
        resources={learning: resources_of(week.materials)},
    )


def meeting_day(week: PlanWeek) -> dt.date:
    """The day itself; where it is a Monday, which stands for its week, the team's weekday."""
    weekday = week.plan.team.weekday
    if week.on.weekday() == MONDAY and weekday:
        return week.on + dt.timedelta(days=weekday)
    return week.on


def focus_of(topics: str) -> str:
    """The topics on one line, as much as a focus holds."""
    line = "; ".join(lines_of(topics))
    return line if len(line) <= FOCUS else f"{line[: FOCUS - 1].rstrip()}…"


def resources_of(materials: str) -> list[tuple[str, str]]:
    """(title, link) for each line: an address in it is its link, and its title where it is all."""
    found = []
    for line in lines_of(materials):
        match = LINK.search(line)
        link = match.group() if match and len(match.group()) <= 500 else ""
        title = line.replace(link, "").strip(" :–-()") if link else line
        found.append(((title or link)[:FOCUS], link))
    return found


def lines_of(text: str) -> list[str]:
    """The lines that say something, without the marks of a list."""
    lines = [re.sub(r"^\s*[-•*–]\s+", "", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def _write_assignments(meeting, actions):
    """A line each: "Name: what to do" is that member's, any other everyone's."""
    members = TeamMember.objects.filter(team=meeting.team_id).select_related("user")
    by_name = {member.user.name.casefold(): member.user for member in members}
    Assignment.objects.bulk_create(
        Assignment(
            school_system_id=meeting.school_system_id,
            meeting=meeting,
            member=member,
            text=text,
            order=order,
        )
        for order, (member, text) in enumerate(_assignments(actions, by_name), start=1)
    )


def _assignments(actions, by_name):
    for line in lines_of(actions):
        who, colon, text = line.partition(":")
        name = who.strip().casefold()
        if colon and text.strip() and (name in by_name or name in EVERYONE):
            yield by_name.get(name), text.strip()
        else:
            yield None, line


def planned_words(meeting: Meeting, zone) -> str:
    day = meeting.starts_at.astimezone(zone).date()
    return f"The meeting of {long_date(day)} is planned. Look over its agenda and assignments."
