"""School goals of the demo district, and leaders' own plans on them in every state."""

import datetime as dt
from decimal import Decimal

from coaching.actions.adjusting import begin_adjustment
from coaching.actions.leader_plan import start_leader_plan
from coaching.actions.rubric import load_leader_rubric
from coaching.actions.signing import complete_plan, sign_plan
from coaching.models import Cycle, Plan, PlanRevision
from core import wall_clock
from demo.builders import people as build
from demo.builders.goal import make_goal, make_school_step, make_subgoal
from people.models import SchoolStep

STATES = ("agreed", "draft", "proposed", "adjusted", "completed")
TEXTS = {
    "student_need": "In nine of twenty classrooms students answer in single words.",
    "goal": "Every teacher works on the area that the evidence of her own lessons names.",
    "measure": "Share of teachers whose last two visits name the same area and a next step",
    "baseline": "6 of 20",
    "target": "18 of 20",
}
DESCRIPTOR = "Chooses each teacher’s next support from visits and student work."
DATA = "ELA screener of November and the notes of the fall learning walks, shared drive of the ILT."


def write_leaders(district) -> None:
    """Each school has a goal with a subgoal and steps; the heads of five have a supervisor and a
    plan, each in another state. Their supervisor is of the district's staff."""
    area = load_leader_rubric(district.system).indicators.first()
    for number, school in enumerate(district.schools):
        goal = _goal(district, school, number)
        if number < len(STATES):
            _lead(district, school, goal, area, STATES[number])


def _goal(district, school, number):
    year = district.years[1]
    window = {"starts_on": year.starts_on, "ends_on": year.ends_on}
    stands = Decimal("64.5") + 2 * number
    goal = make_goal(
        school,
        baseline=stands,
        target=stands + 4,
        source_title=f"School improvement plan {year.name}",
        **window,
    )
    make_subgoal(goal, baseline=35 + number, target=40 + number)
    for order, kind in enumerate(SchoolStep.TEMPLATES, start=1):
        make_school_step(goal, kind, order=order)
    return goal


def _lead(district, school, goal, area, state):
    supervisor = district.supervisor
    heads = school.memberships.filter(title="Principal").select_related("user__school_system")
    leader = heads.first().user
    start = district.years[1].starts_on
    build.register_evaluator(
        leader, supervisor, starts_on=start, certified_until=district.years[1].ends_on
    )
    build.assign(leader, supervisor, starts_on=start)
    now = wall_clock.at(district.today, dt.time(7, 30), district.system.zone)
    plan = start_leader_plan(
        leader, goal=goal, by=supervisor, now=now, steps=["visits", "analysis", "differentiate"]
    )
    Plan.objects.filter(pk=plan.pk).update(**TEXTS)
    Cycle.objects.filter(pk=plan.cycle_id).update(
        refinement_indicator=area, refinement_descriptor=DESCRIPTOR
    )
    _bring_to(plan, state, now=now)


def _bring_to(plan, state, *, now):
    people = {"draft": [], "proposed": [plan.coach]}.get(state, [plan.coach, plan.teacher])
    for person in people:
        sign_plan(plan, by=person, version=plan.version, now=now)
    if state == "completed":
        complete_plan(plan, by=plan.teacher, now=now)
    if state == "adjusted":
        reason = "Students explain more aloud than in writing: the walks now look at written work."
        revision = PlanRevision(plan=plan, because="students", reason=reason, data_reference=DATA)
        begin_adjustment(revision, by=plan.coach, now=now)
        version = Plan.objects.get(pk=plan.pk).version
        for person in people:
            sign_plan(plan, by=person, version=version, now=now + dt.timedelta(minutes=20))
