"""Plain builders of a school's goals and its school-level action steps."""

import datetime as dt
from decimal import Decimal

from people.models import SchoolGoal, SchoolStep

FALL = dt.date(2026, 8, 6)
SPRING = dt.date(2027, 5, 22)


def make_goal(school, **fields):
    """A goal of the school improvement plan: four points of the School Performance Score."""
    content = {
        "statement": "The School Performance Score rises by four points.",
        "metric": "School Performance Score",
        "unit": "points",
        "baseline": Decimal("72.4"),
        "target": Decimal("76.4"),
        "starts_on": FALL,
        "ends_on": SPRING,
        "source": "" if "parent" in fields else "improvement",
        "source_title": "" if "parent" in fields else "School improvement plan 2026–27",
    }
    return SchoolGoal.objects.create(
        school_system_id=school.school_system_id, school=school, **(content | fields)
    )


def make_subgoal(goal, **fields):
    """A share of students that is to grow by five percentage points."""
    content = {
        "statement": "More students reach Mastery or above in ELA.",
        "metric": "Students at Mastery or above on the ELA state test",
        "unit": "percentage_points",
        "baseline": Decimal(41),
        "target": Decimal(46),
        "starts_on": goal.starts_on,
        "ends_on": goal.ends_on,
    }
    return make_goal(goal.school, parent=goal, **(content | fields))


def make_school_step(goal, kind=SchoolStep.Kind.PREPARATION, **fields):
    """A school-level action step of a kind, in the words of its template."""
    fields.setdefault("text", SchoolStep.TEMPLATES.get(kind, "Meet each Tuesday."))
    return SchoolStep.objects.create(
        school_system_id=goal.school_system_id, goal=goal, kind=kind, **fields
    )
