"""Leaders' own plans on the goals of their schools, in every state."""

import datetime as dt

from coaching.actions.adjusting import begin_adjustment
from coaching.actions.leader_plan import start_leader_plan
from coaching.actions.rubric import load_leader_rubric
from coaching.actions.signing import complete_plan, sign_plan
from coaching.models import Cycle, Plan, PlanRevision
from core import wall_clock
from demo.builders import people as build
from goals.models import Goal

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
    """The heads of five schools have a supervisor and a plan on the goal of their school, each in
    another state. Their supervisor is of the district's staff."""
    area = load_leader_rubric(district.system).indicators.first()
    for number, school in enumerate(district.schools):
        if number < len(STATES):
            goals = Goal.objects.filter(school=school, level=Goal.Level.SCHOOL)
            _lead(district, school, goals.get(parent__isnull=False), area, STATES[number])


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
