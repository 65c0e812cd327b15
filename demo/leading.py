"""What the leadership teams of the demo district gather: a data review a quarter for each school,
learning walks, best practices, principal support, teacher leaders and their notes."""

import datetime as dt

from coaching.models import BankLookFor
from demo.builders import leading as build
from demo.builders.team import make_team
from goals.models import Goal
from ilt.models import Insight, PromisedStep, TeacherLeader
from people.models import Membership, Team

DAYS_BACK = (280, 190, 100, 12)
QUARTERS = ("Third quarter", "Fourth quarter", "Summer step-back", "First quarter")
LEVELS = ["Below", "Near", "On level"]
PLANS = (
    "Number talks twice a week in grades 3–5.\nOne shared exit ticket per module.",
    "Small groups on fluency while the class reads.\nTeams look at work every second week.",
)
PROMISES = (
    "Every grade 5 team plans one number talk a week.",
    "The master teacher models the module 3 opener in each team.",
    "Intervention moves out of core instruction.",
)
OUTCOMES = ("Near fell from 40 to 31 percent.", "Half the teams; Fridays are short.", "")
QUESTIONS = (
    ("trend", "Grade 5 fell while grade 4 rose. What explains it?"),
    ("gap", "English learners gain half as much. What is planned?"),
)
PRACTICES = (
    ("Two minutes to write before anyone speaks", "K–5 math", "Students write an answer first."),
    ("The exit ticket sorts tomorrow’s groups", "6–8 ELA", "Tickets are read before lunch."),
    ("The lesson’s hardest problem is never skipped", "K–12 math", "Teams solve it themselves."),
)
NOTES = (
    ("time", "Teams have no common planning on Fridays."),
    ("materials", "The unit 2 readers came three weeks late."),
    ("teachers", "New teachers ask for a model of the module opener."),
)
KINDS = tuple(TeacherLeader.Kind)


def write_leading(district) -> None:
    """All of it, in every state: reported and open promises, answered and new questions, walks
    that are over and one that goes on, schools with and without support."""
    system_team = _team(district, Team.Kind.SYSTEM_ILT, None)
    data_set = _data_set(district)
    members = [member.user for member in system_team.members.select_related("user")]
    look_fors = list(BankLookFor.objects.filter(school_system=district.system)[:4])
    goals = _goals_in_math(district)
    for number, school in enumerate(district.schools):
        team = _team(district, Team.Kind.SCHOOL_ILT, school)
        leaders = [member.user for member in team.members.select_related("user")]
        _reviews(district, school, number, leaders, members[0], data_set)
        _walks(district, team, school, number, look_fors, goals.get(school.pk))
        _insights(district, school, number, leaders)
        if number % 7 != 6:
            support = build.make_support(members[number % len(members)], school)
            build.add_support_note(support, support.member)
    for title, where, practice in PRACTICES[:2]:
        build.make_practice(district.system, title=title, where=where, practice=practice)


def _team(district, kind, school):
    """The leadership team that is there, or one of those who lead."""
    teams = Team.objects.filter(school_system=district.system, kind=kind, school=school)
    found = teams.current().first()
    if found:
        return found
    roles = Membership.objects.filter(school_system=district.system, school=school)
    wanted = ("school_leader", "coach", "teacher_leader") if school else ("district_staff",)
    people = [role.user for role in roles.filter(role__in=wanted).select_related("user")]
    people = list(dict.fromkeys(people))
    name = f"Leadership team of {school}" if school else "System leadership team"
    return make_team(district.system, kind, school, people[0], people[1:], name=name)


def _goals_in_math(district):
    """{school id: the part of its goal that is about math}"""
    parts = Goal.objects.active().filter(school_system=district.system, level=Goal.Level.SUBGOAL)
    return {goal.school_id: goal for goal in parts.filter(statement__contains="math")}


def _data_set(district):
    points = []
    for number, school in enumerate(district.schools):
        for grade in ("3", "4", "5"):
            near = 12 + (number + int(grade)) % 9
            points.append((school, grade, "", 60, [20, near, 40 - near]))
        points.append((school, "5", "English learners", 8 + number % 6, [3, 3, 2]))
    first = district.today - dt.timedelta(days=40)
    return build.make_data_set(
        district.system,
        points=points,
        levels=LEVELS,
        starts_on=first,
        ends_on=first + dt.timedelta(days=10),
    )


def _reviews(district, school, number, leaders, asker, data_set):
    """One a quarter; the newest is being prepared at every other school."""
    previous = None
    for place, back in enumerate(DAYS_BACK):
        review = build.make_review(
            district.system,
            school,
            district.days_back(back),
            title=QUARTERS[place],
            kind="step_back" if "step-back" in QUARTERS[place] else "quarterly",
            previous=previous,
            tracker_notes="Grade 4 rose, grade 5 stands. The gap of English learners is the same.",
            action_plan=PLANS[(number + place) % 2],
        )
        is_newest = place == len(DAYS_BACK) - 1
        _fill(district, review, number, leaders, asker, is_newest)
        if is_newest:
            review.data_sets.add(data_set)
        if not is_newest or number % 2:
            build.hold_review(review, district.now - dt.timedelta(days=back))
        elif number % 4 == 0:
            review.state = "ready"
            review.save()
        previous = review


def _fill(district, review, number, leaders, asker, is_newest):
    for place, (kind, text) in enumerate(QUESTIONS):
        answered = not is_newest or place == 0
        build.make_entry(
            review,
            asker,
            kind,
            text=text,
            answer="The new teachers had no model yet; they have one now." if answered else "",
            answered_by=leaders[0] if answered else None,
        )
    build.make_entry(review, asker, "feedback", text="Keep the number talks; share one ticket.")
    for place in range(2):
        step = build.make_promise(
            review, leaders[place % len(leaders)], text=PROMISES[(number + place) % 3]
        )
        if not is_newest and (place == 0 or review.review_on.month % 2):
            status = list(PromisedStep.Status)[(number + place) % 3]
            outcome = OUTCOMES[(number + place) % 3]
            build.report_promise(step, leaders[0], district.now, status, outcome)


def _walks(district, team, school, number, look_fors, goal):
    """Three walks of each school, at two in three of them all of one priority; the last one goes on
    at the first school."""
    for place, back in enumerate((70, 35, 3)):
        rooms = 8 + (number + place) % 4
        tallies = [
            (look_for, 1 + place + order % 2, 2, rooms - 4 - place - order % 2)
            for order, look_for in enumerate(look_fors)
        ]
        is_open = number == 0 and place == 2
        walk = build.make_walk(
            team,
            school,
            district.days_back(back),
            tallies,
            classrooms=rooms,
            goal=goal if number % 3 < 2 or place == 2 else None,
            guiding_questions="What are students asked to do?\nWho explains?",
            evidence="" if is_open else "More rooms let students explain; fewer write first.",
            ended_at=None if is_open else district.now - dt.timedelta(days=back),
        )
    if number % 3 == 0:
        title, where, practice = PRACTICES[2]
        build.make_practice(
            district.system, school, title=title, where=where, practice=practice, walk=walk
        )


def _insights(district, school, number, leaders):
    """Teacher leaders of each school, and what one of them tells: answered, seen and new."""
    people = district.teachers[school][:2]
    for place, person in enumerate(people):
        TeacherLeader.objects.create(
            school_system=district.system,
            school=school,
            user=person,
            kind=KINDS[(number + place) % len(KINDS)],
            represents="Grades 3–5 math" if place == 0 else "New teachers",
            release_minutes=(0, 50, 225)[(number + place) % 3],
            starts_on=district.years[1].starts_on,
        )
    about, text = NOTES[number % 3]
    seen = number % 3 != 2
    Insight.objects.create(
        school_system=district.system,
        school=school,
        author=people[0],
        about=about,
        text=text,
        answer="From January on there is a slot on Fridays." if number % 3 == 0 else "",
        seen_by=leaders[0] if seen else None,
        seen_at=district.now if seen else None,
    )
