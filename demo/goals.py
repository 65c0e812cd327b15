"""The goal tree of the demo district, with what it stands on and how its numbers have gone."""

import datetime as dt
from decimal import Decimal

from demo.builders import goal as build
from demo.builders.team import make_tree_goal
from goals.models import EarlierResources, Goal, GoalReview, Need, SchoolStep, SourcePlan

Level = Goal.Level
MATH = "Students at Mastery or above on the math state test"
STEPS_OF_FIVE_YEARS = 5
SMART = {
    "specific": "Students of grades 3 to 8, in ELA.",
    "measurable": "Share at Mastery or above on the state test, and on each unit assessment.",
    "attainable": "Last year three schools grew as much.",
    "realistic": "Every team has an hour a week, and the curriculum is in every classroom.",
    "timely": "By the state test in spring; looked at after each unit.",
}
SMART_OF_SCHOOL = {
    "specific": "All students of the grades that are tested, and teachers of ELA and math.",
    "measurable": "The School Performance Score; before it comes, the shares of both parts.",
    "attainable": "The score rose by three points last year, with one coach less.",
    "realistic": "Teams meet every week, and the principal is in lessons every day.",
    "timely": "By the scores of next fall; the parts are looked at every six weeks.",
}
RESOURCES = (
    {
        "with_people": "Two coaches, and the master teacher half of her week.",
        "with_time": "An hour a week for each team, within the school day.",
        "with_money": "$4,200 of the improvement grant, for substitutes on walk days.",
        "with_materials": "Module guides for every teacher; folded strips for grades 3–5.",
    },
    {
        "with_people": "The coach on Tuesdays and Thursdays.",
        "with_time": "The first half hour of each staff meeting.",
    },
    {},
)
SUBJECTS = (
    ("More students reach Mastery or above in ELA.", "ELA state test"),
    ("More students reach Mastery or above in math.", "math state test"),
)


def write_goals(district) -> None:
    """Strategic plan, the system's goal of the year, and each school's goal with two parts; one
    orphan that says why, one draft; needs, and the plans all this stands on."""
    system, year = district.system, district.years[1]
    strategic = _strategic(district)
    of_year = make_tree_goal(
        system,
        Level.SYSTEM_YEAR,
        strategic,
        statement="In every school more students reach Mastery or above in math this year.",
        metric=MATH,
        baseline=Decimal(37),
        target=Decimal(41),
        is_priority=True,
        source_plan=strategic.source_plan,
        need=_needs(district),
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        **RESOURCES[0],
    )
    _earlier_resources(of_year, district)
    _follow(district, of_year, 37, Decimal("1.2"), district.supervisor)
    for number, school in enumerate(district.schools):
        _of_school(district, school, number, of_year)
    _odd_ones(district)


def _strategic(district):
    """A goal of five years with a checkpoint each year (S2.36)."""
    first, last = district.years[0].starts_on, district.years[0].starts_on.year + 5
    plan = SourcePlan.objects.create(
        school_system=district.system,
        kind=SourcePlan.Kind.STRATEGIC,
        title="Strategic plan: every child explains",
        years=f"{first.year}–{last % 100}",
    )
    goal = make_tree_goal(
        district.system,
        Level.STRATEGIC,
        statement="Within five years half of our students reach Mastery or above in math.",
        metric=MATH,
        baseline=Decimal(34),
        target=Decimal(50),
        is_priority=True,
        source_plan=plan,
        starts_on=first,
        ends_on=dt.date(last, 5, 30),
    )
    for step in range(1, STEPS_OF_FIVE_YEARS):
        build.make_checkpoint(goal, 34 + 3 * step, dt.date(first.year + step, 5, 30))
    build.measure(goal, 34, first, "State test of the spring before")
    build.measure(goal, 37, district.years[1].starts_on, "State test of last spring")
    return goal


def _earlier_resources(goal, district):
    """What stood behind the goal of the year before the grant came."""
    EarlierResources.objects.create(
        school_system=district.system,
        goal=goal,
        with_people="One coach.",
        with_time="An hour a week for each team, after school.",
        replaced_by=district.supervisor,
        replaced_at=district.now - dt.timedelta(days=50),
    )


def _needs(district):
    """A chain from students to leaders; the teachers' need stands behind the goal of the year."""
    students = _need(
        district,
        "student",
        "Students of grades 3–5 who learn English",
        "To explain in math with sentences of their own.",
        "skill",
    )
    teachers = _need(
        district,
        "teacher",
        "Math teachers of grades 3–5 in their first three years",
        "To plan the question that asks for a reason.",
        "skill",
        shown_by=students,
    )
    _need(
        district,
        "leader",
        "Assistant principals who visit math lessons",
        "Time in the week to visit the same lesson together.",
        "structure",
        shown_by=teachers,
    )
    return teachers


def _need(district, level, group, statement, cause, **fields):
    return Need.objects.create(
        school_system=district.system,
        level=level,
        group=group,
        statement=statement,
        cause=cause,
        sources=["State test of last spring", "Learning walks of October", "Unit 3 assessment"],
        **fields,
    )


def _of_school(district, school, number, above):
    """The school's goal in points, two parts in percent, what teachers do, and the numbers."""
    year = district.years[1]
    window = {"starts_on": year.starts_on, "ends_on": year.ends_on}
    plan = build.make_source_plan(school, title=f"School improvement plan {year.name}")
    stands = Decimal("64.5") + 2 * number
    goal = build.make_goal(
        school,
        above,
        baseline=stands,
        target=stands + 4,
        is_priority=number % 2 == 0,
        source_plan=plan,
        **SMART_OF_SCHOOL,
        **RESOURCES[number % len(RESOURCES)],
        **window,
    )
    build.measure(goal, stands, year.starts_on, "School Performance Score of last fall")
    parts = [
        build.make_subgoal(
            goal,
            statement=statement,
            metric=f"Students at Mastery or above on the {test}",
            baseline=Decimal(35 + number),
            target=Decimal(40 + number),
            **RESOURCES[(number + place) % len(RESOURCES)],
            **SMART,
        )
        for place, (statement, test) in enumerate(SUBJECTS)
    ]
    for order, kind in enumerate(SchoolStep.TEMPLATES, start=1):
        build.make_school_step(goal, kind, order=order)
    head = school.memberships.filter(title="Principal").select_related("user").first().user
    for place, part in enumerate(parts):
        _follow(district, part, 35 + number, Decimal("0.8") + (number + place) % 3, head)
    groups = (("", 84), ("English learners", 7 + number), ("Students with disabilities", 12))
    rows = [
        (grade, "Math", group, n - int(grade), 30 + number + int(grade))
        for grade in ("3", "4", "5")
        for group, n in groups
    ]
    build.make_data_set(school, rows, title=f"Fall math screener, {school.name}")
    if number == 0:
        removed = {"title": "Fall math screener, without grade 5", "removed_at": district.now}
        build.make_data_set(school, rows[:6], **removed)
    build.make_need(school, group=f"Math teachers of {school.name} in their first year")


def _follow(district, goal, begins, pace, by):
    """A number each six weeks up to today, and a review of the last one."""
    day, value, shown = goal.starts_on, Decimal(begins), []
    while day <= district.today:
        shown.append(build.measure(goal, value, day, "Screener" if shown else "State test"))
        day, value = day + dt.timedelta(weeks=6), value + pace
    GoalReview.objects.create(
        school_system=district.system,
        goal=goal,
        reviewed_on=shown[-1].measured_on,
        finding="Grade 4 grows as planned; grade 5 stands where it stood in the fall.",
        decision="go_on" if pace > 1 else "adjust",
        next_on=shown[-1].measured_on + dt.timedelta(weeks=6),
        reviewed_by=by,
    )


def _odd_ones(district):
    """A goal that serves none and says why, and a draft that lacks its numbers."""
    first, second = district.schools[:2]
    make_tree_goal(
        district.system,
        Level.SCHOOL,
        None,
        first,
        statement="Families of our new students are visited before the first report card.",
        metric="Families visited",
        unit=Goal.Unit.COUNT,
        baseline=Decimal(0),
        target=Decimal(60),
        orphan_reason="The families’ council asked for it; no plan of the system names it.",
        starts_on=district.years[1].starts_on,
        ends_on=district.years[1].ends_on,
    )
    Goal.objects.create(
        school_system=district.system,
        level=Level.SCHOOL,
        school=second,
        statement="More students read a whole book each month.",
    )


def write_hidden_goals(school) -> None:
    """Goals, a need and a plan of another system that must never show in the first."""
    goal = make_tree_goal(
        school.school_system, Level.STRATEGIC, statement="Egret Hidden strategic goal."
    )
    of_year = make_tree_goal(
        school.school_system, Level.SYSTEM_YEAR, goal, statement="Egret Hidden goal of the year."
    )
    plan = build.make_source_plan(school, title="Egret Hidden improvement plan")
    build.make_goal(school, of_year, statement="Egret Hidden school goal.", source_plan=plan)
    build.make_need(school, statement="Egret Hidden need.")
