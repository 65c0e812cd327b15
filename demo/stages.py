"""How far the teams of the demo district are: reviews over a year, and teams in every stage. Some
schools have the gauge, the others do not."""

import dataclasses
import datetime as dt
import itertools

from django.db import connection

from core import wall_clock
from demo.builders.stage import make_mark, make_stage_review
from goals.models import Checkpoint, GoalReview, Measurement, Need, SourcePlan
from ilt.stage.catalog import ACTIONS
from ilt.stage.facts import facts_of, goals_of
from meetings.models import Meeting, QualityCheck, Section, SectionResource
from people.models import Membership, School, Team, TeamMember

WITHOUT = 4  # schools, the last ones
BACK = (330, 240, 150, 60)  # days ago
SHARES = (0.1, 0.4, 0.7, 1)
SMART = {
    "specific": "Teachers of grades 3 to 8, in math.",
    "measurable": "The number above, counted on learning walks.",
    "attainable": "Two schools reached it last spring.",
    "realistic": "It is one change, and the coaches model it.",
    "timely": "By the end of the cycle; we look at it in the middle.",
}
SAYS = {
    "1g": "The letter of August, and the first staff meeting.",
    "1h": "Four questions after each cycle; 31 of 38 teachers answered.",
    "1i": "Shorter agendas were taken up; a second hour a week was not.",
    "3b": "Three samples of student work come to each feedback meeting.",
    "3c": "English learners had no texts at their level in unit 2.",
    "3d": "Cycle 2 begins a week later, because fractions took longer.",
    "3e": "Members choose the next need by themselves, and say from which numbers.",
}


def write_stages(district) -> None:
    """Teams of four schools and the system's own, each with a year of reviews; what their data lack
    keeps some of them in an earlier stage than the one their work was written for."""
    _count_rows()
    off = [school.pk for school in district.schools[-WITHOUT:]]
    School.objects.filter(pk__in=off).update(stage_gauge_since=None)
    for team, stage in _teams(district):
        _work(district, team, stage)
        by = _leader(team)
        said = {one.code: _said(one, stage) for one in ACTIONS if not one.is_computed}
        _reviews(district, team, by, said)
        for place, (code, status) in enumerate(said.items()):
            day = district.days_back(20 + place)
            fields = {"evidence": SAYS[code] if status != "none" else "", "dated_on": day}
            fields["assessed_at"] = wall_clock.at(day, dt.time(15), district.system.zone)
            make_mark(team, by, code, status, **fields)


def _count_rows():
    """Tell the database how many rows it has by now. It plans by what it counted when it had time,
    and the gauge's one query over all of them can take minutes where that was before the load."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _teams(district):
    """(team, the stage it is to be in) of the system, and of some schools."""
    rows = Team.objects.filter(school_system=district.system).current()
    rows = rows.select_related("school_system", "school").order_by("pk")
    kinds = Team.Kind
    yield rows.get(kind=kinds.SYSTEM_ILT), 3
    of_school = list(rows.filter(kind=kinds.SCHOOL_ILT, school__in=district.schools[:4]))
    of_tc = list(rows.filter(kind=kinds.TC, school__in=district.schools[:2])[:4])
    yield from zip([*of_school, *of_tc], itertools.cycle((2, 3, 1, 2)), strict=False)


def _leader(team):
    """Who says how far the team is: of one at a school a principal, else who facilitates it."""
    heads = Membership.objects.filter(school=team.school_id, role="school_leader")
    found = heads.select_related("user").first() if team.school_id else None
    found = found or team.members.select_related("user").get(role=TeamMember.Role.FACILITATOR)
    return found.user


def _said(action, stage):
    if action.stage < stage:
        return "in_place"
    return "partial" if action.stage == stage and action.code[1] in "bgh" else "none"


def _reviews(district, team, by, said):
    """Four over the year: what is there now, less of it the longer ago."""
    facts = facts_of(team, now=district.now, today=district.today)
    for back, share in zip(BACK, SHARES, strict=True):
        day = district.days_back(back)
        then = {code: status if share > 0.5 else "none" for code, status in said.items()}
        make_stage_review(team, by, day, _less(facts, share, district, day), then)


def _less(facts, share, district, day):
    """The counts of an earlier day of the same kind of year."""
    year = next(one for one in district.years[::-1] if one.starts_on <= day)
    numbers = {
        one.name: int(value * share)
        for one in dataclasses.fields(facts)
        if type(value := getattr(facts, one.name)) is int
    }
    return dataclasses.replace(facts, since=year.starts_on, **numbers)


def _work(district, team, stage):
    """Rows that show the work of the team's stage and of those before it."""
    meetings = list(Meeting.objects.held().filter(team=team, starts_at__lte=district.now))
    members = list(team.members.order_by("pk"))
    if stage > 1:
        _ground(district, team, members)
        _parts(team, meetings, members)
    if stage > 2:
        _watched(district, team, meetings)
        _measured(district, team, members[0].user)


def _ground(district, team, members):
    for member, group in zip(
        members, ("Grades K–2", "Grades 3–5", "Special education"), strict=False
    ):
        member.represents = group
        member.save(update_fields=["represents"])
    place = {"school_system": district.system, "school": team.school}
    if not SourcePlan.objects.filter(**place).exists():
        SourcePlan.objects.create(kind="improvement", title="School improvement plan", **place)
    if not Need.objects.filter(**place).exists():
        Need.objects.create(
            level="student",
            group="Grade 4 students below level in reading",
            statement="They need texts at their level in every unit.",
            cause="structure",
            sources=["Fall screener", "Learning walks"],
            **place,
        )
    for goal in goals_of(team):
        for name in goal.SMART:
            setattr(goal, name, getattr(goal, name) or SMART[name])
        goal.save()
        if not goal.checkpoints.exists() and goal.target is not None:
            halfway = goal.starts_on + (goal.ends_on - goal.starts_on) / 2
            Checkpoint.objects.create(
                school_system=district.system,
                goal=goal,
                due_on=halfway,
                value=((goal.baseline or 0) + goal.target) / 2,
            )


def _parts(team, meetings, members):
    """Members lead the parts in turn, name what they work with, and note what came of the last."""
    parts = list(Section.objects.filter(meeting__in=meetings).order_by("meeting", "order"))
    turns, resources = itertools.cycle(members), []
    for part in parts:
        part.leader_id = next(turns).user_id
        if part.part == Section.Part.IMPACT:
            part.notes = part.notes or "Five of six tried it; two brought student work."
        if part.part == Section.Part.LEARNING:
            title = "Guide of the lesson"
            resources.append(
                SectionResource(school_system_id=team.school_system_id, section=part, title=title)
            )
    Section.objects.bulk_update(parts, ["leader", "notes"], batch_size=500)
    SectionResource.objects.bulk_create(resources)


def _watched(district, team, meetings):
    observer = _leader(team)
    for meeting in meetings[-2:]:
        QualityCheck.objects.get_or_create(
            meeting=meeting,
            observer=observer,
            defaults={
                "school_system": district.system,
                "marks": ["seen", "seen", "partly", "seen", "partly", "seen", "seen"],
                "note": "Everybody could say what the meeting was for.",
            },
        )


def _measured(district, team, by):
    day = district.today - dt.timedelta(days=25)
    for goal in goals_of(team).exclude(baseline=None):
        fields = {"school_system": district.system, "goal": goal}
        Measurement.objects.get_or_create(
            measured_on=day, source="Fall screener", defaults={"value": goal.baseline + 1}, **fields
        )
        GoalReview.objects.create(
            reviewed_on=day, finding="Up by one.", decision="go_on", reviewed_by=by, **fields
        )
