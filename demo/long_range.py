"""Long-range plans of the demo district: the system's leadership team and each school's, a year of
cycles and weeks, with what came of the weeks that have passed."""

import datetime as dt

from demo.builders.long_range import make_long_range_plan, make_plan_cycle
from demo.builders.team import make_team
from goals.models import Goal
from ilt.actions.long_range_moves import shift
from ilt.actions.long_range_rows import calendar_of
from ilt.meeting_days import meeting_days
from ilt.models import LongRangePlan, PlanWeek
from ilt.plan_page import bare_rows_of
from ilt.shifting import moved
from meetings.models import Meeting
from people.models import Team

# First and last day as (month, day), the priority, the short-term goal, what is measured.
CYCLES = (
    (
        ((8, 10), (9, 25)),
        "Students reason and model in math",
        "Students reach the reasoning or modeling problem of their lesson.",
        "Lessons seen that reach it",
    ),
    (
        ((9, 28), (11, 13)),
        "Students write from more than one source",
        "Students answer with evidence from two texts.",
        "Exit tickets with evidence from both texts",
    ),
    (
        ((11, 16), (1, 15)),
        "Small groups by what to teach next",
        "Intervention groups are made from the latest screener.",
        "Groups that were made anew",
    ),
    (
        ((1, 19), (3, 5)),
        "Students make sense of phenomena in science",
        "Students explain to each other before the teacher does.",
        "Lessons seen in which they do",
    ),
    (
        ((3, 8), (5, 7)),
        "Core instruction comes first for everybody",
        "Students with disabilities are in the room for new content.",
        "Students who get all of core instruction",
    ),
)
WEEKS = (
    (
        "What the data and our visits say",
        "Members can say what the cycle is about and whom it is for.",
        "Results by school and student group\nNotes from visits",
        "Everyone: observe one lesson with the shared questions.",
        "Nine of ten visits made; two schools need a second look.",
    ),
    (
        "What it looks like when it works",
        "Members can name what teachers and students do in a strong lesson.",
        "Lesson with teacher notes\nObservation sheet",
        "Everyone: sit in one meeting of teachers.",
        "Teachers ask for examples from their own unit.",
    ),
    (
        "Planning with a marked-up lesson",
        "Members can lead teachers through marking up a lesson.",
        "Lesson of next week\nPlanning guide",
        "Everyone: lead one planning meeting with it.\nLead: model one lesson and debrief it.",
        "Eleven planning meetings held; the guide was shortened.",
    ),
    (
        "What the first lessons showed",
        "Members can sort student work by what to teach next.",
        "Student work without names",
        "Everyone: bring one set of work, counted.",
        "Half of the sets show the step we hoped for.",
    ),
    (
        "Support for the schools that need more",
        "Members know who supports which school until the end of the cycle.",
        "List of schools and supporters",
        "Everyone: one visit side by side with the principal.",
        "Three schools have a second supporter.",
    ),
    (
        "What changed in this cycle",
        "Members can say what to keep and what to drop.",
        "Counts from the first week and from now",
        "Everyone: tell the own school what stays.",
        "The number rose; the sheet stays for the next cycle.",
    ),
)


def write_long_range_plans(district) -> None:
    """One plan for each leadership team of the district this school year; at the first school its
    principal has just shifted the last cycle, which can be taken back today."""
    teams = [_system_team(district), *(_school_team(district, one) for one in district.schools)]
    for team in teams:
        _write_plan(district, team)
    _shift_the_last_cycle(teams[1])


def _system_team(district):
    kind = Team.Kind.SYSTEM_ILT
    found = Team.objects.filter(school_system=district.system, kind=kind).first()
    return found or make_team(
        district.system,
        kind,
        None,
        district.supervisor,
        name=f"Leadership team of {district.system}"[:120],
        every_weeks=2,
    )


def _school_team(district, school):
    kind = Team.Kind.SCHOOL_ILT
    found = Team.objects.filter(school=school, kind=kind).first()
    if found:
        return found
    heads = school.memberships.filter(title="Principal").select_related("user")
    name = f"Leadership team of {school}"[:120]
    coaches = [one for place, one in enumerate(district.coaches) if _is_at(district, place, school)]
    return make_team(district.system, kind, school, heads.first().user, coaches, name=name)


def _is_at(district, place, school):
    return district.schools[place % len(district.schools)] == school


def _goal_above(team):
    """The goal that the team's short-term goals serve: its school's, or the system's."""
    level = Goal.Level.SCHOOL if team.school_id else Goal.Level.SYSTEM_YEAR
    goals = Goal.objects.active().filter(school_system=team.school_system_id, level=level)
    return goals.filter(school=team.school_id).first()


def _write_plan(district, team):
    """After the goals and teams of the district, so that it finds them."""
    plan = make_long_range_plan(team, district.years[1])
    calendar, above, meetings = calendar_of(team), _goal_above(team), _meetings(team)
    first = plan.school_year.starts_on.year
    weeks = []
    for days, priority, statement, metric in CYCLES:
        starts_on, ends_on = (dt.date(first + (month < 7), month, day) for month, day in days)
        goal = Goal.objects.create(
            school_system=district.system,
            level=Goal.Level.ILT_CYCLE,
            parent=above,
            parent_level=above.level if above else "",
            orphan_reason="" if above else "The priority comes from the state’s key shifts.",
            school=team.school,
            team=team,
            statement=statement,
            metric=metric,
            unit=Goal.Unit.PERCENT,
            baseline=40,
            target=65,
            starts_on=starts_on,
            ends_on=ends_on,
            is_draft=False,
        )
        cycle = make_plan_cycle(plan, starts_on, ends_on, priority=priority, goal=goal)
        days = meeting_days(team, starts_on, ends_on, calendar)
        weeks += [
            _week(district, cycle, day, place, meetings.get(day)) for place, day in enumerate(days)
        ]
    PlanWeek.objects.bulk_create(weeks)


def _shift_the_last_cycle(team):
    plan = LongRangePlan.objects.get(team=team)
    moves = moved(bare_rows_of(plan)[-1:], 1, calendar_of(team))
    head = team.school.memberships.filter(title="Principal").select_related("user").first().user
    shift(plan, moves, version=plan.version, by=head)


def _meetings(team):
    """{day: the team's meeting of that day, unless it was cancelled}"""
    zone = team.school_system.zone
    rows = Meeting.objects.filter(team=team).exclude(state=Meeting.State.CANCELLED)
    return {meeting.starts_at.astimezone(zone).date(): meeting for meeting in rows}


def _week(district, cycle, day, place, meeting):
    topics, outcome, materials, actions, progress = WEEKS[place % len(WEEKS)]
    return PlanWeek(
        school_system=district.system,
        plan_id=cycle.plan_id,
        cycle=cycle,
        on=day,
        meeting=meeting,
        topics=topics,
        outcome=outcome,
        materials=materials,
        actions=actions,
        progress=progress if day < district.today else "",
    )
