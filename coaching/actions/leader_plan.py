"""A school leader's own plan: every plan's engine, the leader rubric, and a school goal."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from coaching.actions.plan import SCHOOL_DAYS_A_STEP, make_step, start_plan
from coaching.actions.rubric import load_leader_rubric
from coaching.models import FeedbackMeeting, LookFor, Plan
from coaching.models.leaders import LEADERS
from goals.models import Goal
from people.models import Membership, User
from people.school_days import SchoolCalendar

LEADERS_LEVELS = (Goal.Level.SCHOOL, Goal.Level.SUBGOAL)
# What leaders usually do in a cycle (S0.22), each with what one would see of it.
USUAL_STEPS = {
    "visits": (
        "Visit classrooms and walk through lessons often, and write down what shows in teaching "
        "and in how students take part, think and master the standard.",
        "Visits stand in the calendar each week and are held.",
        "The notes say what students did, in counts.",
    ),
    "analysis": (
        "Read the notes and the student work of each teacher together, and name what works and "
        "what to work on next.",
        "For each teacher one strength and one area are named from evidence.",
        "The student work behind each area is at hand.",
    ),
    "differentiate": (
        "Give each teacher feedback and coaching that fits, and choose from the same evidence what "
        "Teacher Collaboration works on.",
        "Feedback differs by what each teacher’s evidence shows.",
        "Student work from the last weeks is on the table in Teacher Collaboration.",
    ),
    "monitor": (
        "Follow how teaching and students’ results change over time, and change the support where "
        "they do not.",
        "Support changes within two weeks of evidence that it does not work.",
        "Results of the next unit assessment are compared with the one before.",
    ),
}


@transaction.atomic
def start_leader_plan(
    leader: User,
    *,
    goal: Goal,
    by: User,
    now: dt.datetime,
    feedback: FeedbackMeeting | None = None,
    steps: list[str] = (),
) -> Plan:
    """Open a leader's cycle on a goal of the school, begun with some of the usual steps.

    Raises ValidationError where the leader does not lead that school today, the school has leaders'
    plans switched off, the goal is no school goal or part of one, or the leader has no coach or an
    open cycle.
    """
    if goal.level not in LEADERS_LEVELS:
        raise ValidationError("A leader’s plan extends a school goal or a part of one.")
    heads = leader.memberships.active(leader.today).filter(role=Membership.Role.SCHOOL_LEADER)
    if not heads.filter(school=goal.school_id).exists():
        raise ValidationError(f"{leader.name} does not lead {goal.school.name} today.")
    if getattr(goal.school, LEADERS.column) is None:
        raise ValidationError(f"Leaders’ plans are switched off at {goal.school.name}.")
    load_leader_rubric(leader.school_system)
    plan = start_plan(leader, by=by, now=now, feedback=feedback, school_goal=goal)
    if steps:
        _write_usual_steps(plan, steps, now=now)
    return plan


def _write_usual_steps(plan, names, *, now):
    """The steps in place of the empty one, due one after the other before the next observation."""
    plan.steps.kept().filter(activity="").update(removed_at=now)
    calendar = SchoolCalendar.of(plan.school)
    last = calendar.add(plan.next_observation_on, -1)
    due_on = plan.teacher.today
    for order, name in enumerate(names, start=1):
        activity, *look_fors = USUAL_STEPS[name]
        due_on = min(calendar.add(due_on, SCHOOL_DAYS_A_STEP), last)
        step = make_step(plan, order, due_on)
        step.activity = activity
        step.save(update_fields=["activity"])
        for audience, text in zip(LookFor.Audience.values, look_fors, strict=True):
            step.look_fors.filter(audience=audience).update(text=text)
