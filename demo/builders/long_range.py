"""Plain builders of long-range plans, their cycles and weeks."""

import datetime as dt

from ilt.models import LongRangePlan, PlanCycle, PlanWeek

FIRST_DAY, LAST_DAY = dt.date(2026, 8, 10), dt.date(2026, 9, 25)


def make_long_range_plan(team, year):
    """An empty plan of the team."""
    return LongRangePlan.objects.create(
        school_system_id=team.school_system_id, team=team, school=team.school, school_year=year
    )


def make_plan_cycle(plan, starts_on=FIRST_DAY, ends_on=LAST_DAY, **fields):
    """Seven weeks on one priority from early August unless told otherwise."""
    fields.setdefault("priority", "Students explain their reasoning in math.")
    return PlanCycle.objects.create(
        school_system_id=plan.school_system_id,
        plan=plan,
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )


def make_plan_week(cycle, on, **fields):
    """A week with something in every cell but progress."""
    content = {
        "topics": "Where modeling stands in the lessons",
        "outcome": "Members can find the reasoning problems of a unit.",
        "materials": "Unit 2, teacher edition",
        "actions": "Everyone: observe one math lesson.",
    }
    return PlanWeek.objects.create(
        school_system_id=cycle.school_system_id,
        plan_id=cycle.plan_id,
        cycle=cycle,
        on=on,
        **(content | fields),
    )
