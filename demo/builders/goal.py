"""Plain builders of a school's goals, their numbers and the school-level action steps."""

import datetime as dt
from decimal import Decimal

from demo.builders.team import FALL, make_tree_goal
from goals.models import (
    Checkpoint,
    DataPoint,
    DataSet,
    Goal,
    Measurement,
    Need,
    SchoolStep,
    SourcePlan,
)

Level = Goal.Level
NEED = "To ask questions that students answer with reasons."


def make_goal(school, parent=None, **fields):
    """A goal of the school improvement plan: four points of the School Performance Score."""
    content = {
        "statement": "The School Performance Score rises by four points.",
        "metric": "School Performance Score",
        "unit": "points",
        "baseline": Decimal("72.4"),
        "target": Decimal("76.4"),
        "source_plan": make_source_plan(school),
    }
    return make_tree_goal(school.school_system, Level.SCHOOL, parent, school, **(content | fields))


def make_source_plan(school, **fields):
    """The school improvement plan of this school, made once."""
    content = {"kind": "improvement", "title": "School improvement plan 2026–27"} | fields
    plan, _ = SourcePlan.objects.get_or_create(
        school_system_id=school.school_system_id, school=school, **content
    )
    return plan


def make_need(school, **fields):
    """A need of the grade 4 math teachers of this school, shown by two sources."""
    content = {
        "level": "teacher",
        "group": "Grade 4 math teachers",
        "statement": NEED,
        "cause": "skill",
        "sources": ["Fall screener", "Learning walk of October"],
    }
    return Need.objects.create(
        school_system_id=school.school_system_id, **({"school": school} | content | fields)
    )


def make_data_set(school, rows, system=None, **fields):
    """Results with (grade, subject, student group, n, value) rows of one school."""
    content = {
        "title": "Fall screener",
        "kind": "screener",
        "starts_on": FALL,
        "ends_on": FALL + dt.timedelta(days=20),
    }
    data_set = DataSet.objects.create(
        school_system_id=school.school_system_id,
        **({"school": None if system else school} | content | fields),
    )
    DataPoint.objects.bulk_create(
        DataPoint(
            school_system_id=school.school_system_id,
            data_set=data_set,
            school=school,
            grade=grade,
            subject=subject,
            student_group=group,
            n=n,
            value=value,
        )
        for grade, subject, group, n, value in rows
    )
    return data_set


def make_subgoal(goal, **fields):
    """A share of students that is to grow by five percentage points."""
    content = {
        "statement": "More students reach Mastery or above in ELA.",
        "metric": "Students at Mastery or above on the ELA state test",
        "starts_on": goal.starts_on,
        "ends_on": goal.ends_on,
    }
    return make_tree_goal(
        goal.school_system, Level.SUBGOAL, goal, goal.school, **(content | fields)
    )


def make_school_step(goal, kind=SchoolStep.Kind.PREPARATION, **fields):
    """A school-level action step of a kind, in the words of its template."""
    fields.setdefault("text", SchoolStep.TEMPLATES.get(kind, "Meet each Tuesday."))
    return SchoolStep.objects.create(
        school_system_id=goal.school_system_id, goal=goal, kind=kind, **fields
    )


def measure(goal, value, day, source="Fall screener"):
    """What the number of a goal was on a day."""
    return Measurement.objects.create(
        school_system_id=goal.school_system_id,
        goal=goal,
        measured_on=day,
        value=value,
        source=source,
    )


def make_checkpoint(goal, value, day):
    """Where the number of a goal should be on a day."""
    return Checkpoint.objects.create(
        school_system_id=goal.school_system_id, goal=goal, due_on=day, value=value
    )
