"""What the collaboration teams of the demo district study: yearly plans, cycles in every state,
student work in counts, focus students by code. Teams and meetings that are there are used."""

import datetime as dt
import itertools

from collaboration.models import StudyMeeting, WorkAnalysis
from core import wall_clock
from demo.builders import study as build
from demo.builders.team import make_meeting, make_team, make_tree_goal
from goals.models import Goal
from meetings.models import Attendance, Meeting
from people.models import Team

TEAMS, MEMBERS, MEETINGS = 40, 6, 6
WEEK = dt.timedelta(weeks=1)
State, Level = Meeting.State, Goal.Level
CYCLE_GOAL = "More students show on paper what “{}” teaches."
UNITS = (
    ("unit", "Fractions as numbers", "Grade 3, Module 5"),
    ("unit", "Reasons from the text", "ELA, Unit 2"),
    ("module", "Ratios and rates", "Grade 6, Module 1"),
    ("topic", "Questions that ask for reasons", ""),
    ("unit", "Forces and motion", "Science, Unit 3"),
)
TURNS = (
    "where students stand",
    "one way to show it",
    "what the first try showed",
    "who needs it again",
    "the second try",
    "what we keep",
)
TEXTS = {
    "evidence": "Exit slips of three classes, sorted in four piles.",
    "need": "Students read thirds as marks, not as lengths.",
    "learning": "How the unit moves from tape diagrams to the number line.",
    "learning_source": "The teacher’s guide of the unit, and a lesson of two colleagues.",
    "develops": "The opening of the next lesson, rehearsed in pairs.",
    "applies": "In one class before Friday; everybody brings three pieces of work.",
}
WORK = {
    "task": "Place three thirds on an empty number line, and say why.",
    "saw": "Most divide the line; a third of them count marks instead of spaces.",
    "next_moves": "A small group on Thursday with folded strips.",
}
NOTES = (
    "Counts the marks, not the spaces.",
    "Folds first, then draws.",
    "Explains it to a partner.",
)
COMMENT = "We would rather begin with folded strips than with the line."


def write_collaboration(district) -> None:
    """Each collaboration team has a plan of this year: a cycle that is over, and one that runs."""
    teams = Team.objects.filter(school_system=district.system, kind=Team.Kind.TC, ended_at=None)
    teams = list(teams.select_related("school", "school_system").order_by("name", "pk"))
    teams = teams or _make_teams(district)
    school_goals = _school_goals(district)
    for number, team in enumerate(teams[:TEAMS]):
        _write_team(district, team, number, school_goals[team.school_id])


def _make_teams(district):
    """Groups of teachers of one school, each led by the first of them."""
    teams = []
    for number, school in zip(range(TEAMS), itertools.cycle(district.schools), strict=False):
        place = number // len(district.schools)
        people = district.teachers[school][place * MEMBERS : (place + 1) * MEMBERS]
        if len(people) > 1:
            name = f"Team {place + 1} of {school.name}"
            facilitator, *members = people
            kind = Team.Kind.TC
            teams.append(
                make_team(district.system, kind, school, facilitator, members, name=name[:120])
            )
    return teams


def _school_goals(district):
    """A goal of each school of the system: those that are there, else new ones below one tree."""
    rows = Goal.objects.filter(school_system=district.system, level=Level.SCHOOL, ended_at=None)
    rows = rows.exclude(parent=None)
    found = {goal.school_id: goal for goal in rows}
    missing = [school for school in district.schools if school.pk not in found]
    if missing:
        above = make_tree_goal(district.system, Level.STRATEGIC)
        above = make_tree_goal(district.system, Level.SYSTEM_YEAR, above)
        for school in missing:
            found[school.pk] = make_tree_goal(district.system, Level.SCHOOL, above, school)
    return found


def _write_team(district, team, number, school_goal):
    year = district.years[1]
    window = {"starts_on": year.starts_on, "ends_on": year.ends_on}
    words = f"More students of {team.name} reach Mastery or above in math."
    goal = _goal(team, Level.TC_YEAR, school_goal, window | {"statement": words})
    plan = build.make_year_plan(team, year, goal, uses_field_tests=number % 5 == 0)
    first = max(year.starts_on + WEEK, district.today - 13 * WEEK)
    first -= dt.timedelta(days=first.weekday())
    for place, begins in enumerate((first, first + 8 * WEEK)):
        kind, title, unit = UNITS[(number + place) % len(UNITS)]
        ends = min(begins + 7 * WEEK - dt.timedelta(days=3), year.ends_on)
        if begins >= ends:
            return
        fields = {"starts_on": begins, "ends_on": ends, "statement": CYCLE_GOAL.format(title)}
        cycle_goal = _goal(team, Level.TC_CYCLE, goal, fields)
        cycle = build.make_cycle(
            plan, begins, cycle_goal, kind=kind, title=title, source_unit=unit, ends_on=ends
        )
        _write_cycle(district, team, cycle, number)


def _goal(team, level, parent, fields):
    own = Goal.objects.filter(team=team, level=level, study_cycles=None, ended_at=None)
    return own.first() or make_tree_goal(team.school_system, level, parent, team=team, **fields)


def _write_cycle(district, team, cycle, number):
    half = cycle.starts_on + (cycle.ends_on - cycle.starts_on) / 2
    reached_at = wall_clock.at(half, dt.time(16), district.system.zone)
    build.make_milestone(cycle, half, reached_at=reached_at if half < district.today else None)
    build.make_milestone(cycle, cycle.ends_on, text="Two of three place sixths without help.")
    studies = _studies(cycle, _meetings(district, team, cycle), number)
    held = [study for study in studies if study.meeting.state == State.HELD]
    members = list(team.members.select_related("user").order_by("starts_on", "pk"))
    _write_work(cycle, held, members)
    if number % 4 < 3:
        _write_focus(cycle, held)
    if number % 4 == 0:
        build.make_comment(cycle, members[-1].user, text=COMMENT)
    if cycle.ends_on < district.today:
        cycle.end(district.now)
    elif number % 6 == 0:
        build.make_teacher_goal(
            cycle.year_plan, members[-1].user, shared_at=district.now if number % 12 == 0 else None
        )
    if cycle.year_plan.uses_field_tests and held:
        build.make_field_test(held[0])


def _meetings(district, team, cycle):
    """The team's own meetings in the weeks of the cycle, else six new ones."""
    own = Meeting.objects.filter(
        team=team,
        study=None,
        starts_at__date__gte=cycle.starts_on,
        starts_at__date__lte=cycle.ends_on,
    )
    own = list(own.exclude(state=State.CANCELLED).order_by("starts_at")[:MEETINGS])
    if own:
        return own
    tuesday = cycle.starts_on + dt.timedelta(days=(1 - cycle.starts_on.weekday()) % 7)
    days = [tuesday + place * WEEK for place in range(MEETINGS)]
    return [_new_meeting(district, team, cycle, day) for day in days]


def _new_meeting(district, team, cycle, day):
    moment = dt.datetime.combine(day, dt.time(15), district.system.zone)
    is_held = moment < district.now
    state = {"state": State.HELD, "held_at": moment} if is_held else {}
    meeting = make_meeting(team, moment, focus=cycle.title, **state)
    if is_held:
        Attendance.objects.filter(meeting=meeting).update(state=Attendance.State.PRESENT)
    return meeting


def _studies(cycle, meetings, number):
    """The meetings as the cycle's, written up where they were held; here and there one lacks its
    evidence, and one was about something else."""
    rows = []
    for place, meeting in enumerate(meetings, start=1):
        meeting.number, meeting.goal_id = place, cycle.goal_id
        meeting.focus = f"{cycle.title}: {TURNS[(place - 1) % len(TURNS)]}"
        texts = TEXTS if meeting.state == State.HELD else {}
        if place == 3 and number % 4 == 1:
            texts = {**texts, "evidence": ""}
        rows.append(
            StudyMeeting(
                school_system_id=cycle.school_system_id, cycle=cycle, meeting=meeting, **texts
            )
        )
    if number % 7 == 2 and len(meetings) > 3:
        meetings[3].focus = "Schedule of the spring tests"
        rows[3].off_focus_because = "The office needed one meeting for the test schedule."
    Meeting.objects.bulk_update(meetings, ["number", "goal", "focus"])
    return StudyMeeting.objects.bulk_create(rows)


def _write_work(cycle, held, members):
    """Two members count for each held meeting; from meeting to meeting more students are there."""
    WorkAnalysis.objects.bulk_create(
        WorkAnalysis(
            school_system_id=cycle.school_system_id,
            study=study,
            author=member.user,
            levels=cycle.levels,
            reached_from=cycle.reached_from,
            before=[max(1, 10 - place), 8, 4 + place, 2],
            after=[max(1, 6 - place), 5, 9 + place, 4] if study is not held[-1] else [],
            **WORK,
        )
        for place, study in enumerate(held)
        for member in members[:2]
    )


def _write_focus(cycle, held):
    for place, code in enumerate(("S1", "S2", "A-07"), start=1):
        student = build.make_focus_student(cycle, code, place)
        for study, text in zip(held, NOTES, strict=False):
            build.note_focus(student, study, text)
