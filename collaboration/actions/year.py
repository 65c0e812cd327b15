"""A yearly plan copied to the next school year."""

import datetime as dt

from django.db import transaction

from collaboration.models import Milestone, StudyCycle, YearPlan
from people.models import SchoolYear

WEEK = dt.timedelta(weeks=1)


@transaction.atomic
def copy_year(plan: YearPlan, year: SchoolYear) -> YearPlan | None:
    """The plan's cycles and milestones in `year`, as many weeks later as the years begin apart.

    Goals, meetings and what was written stay behind: they are of their year. None where the team
    has a plan for that year already.
    """
    copied, is_new = YearPlan.objects.get_or_create(
        team=plan.team,
        school_year=year,
        defaults={
            "school_system_id": plan.school_system_id,
            "school_id": plan.school_id,
            "uses_field_tests": plan.uses_field_tests,
            "hours_a_month": plan.hours_a_month,
        },
    )
    if not is_new:
        return None
    later = round((year.starts_on - plan.school_year.starts_on) / WEEK) * WEEK
    pairs = [(cycle, _copy_of(cycle, copied, later)) for cycle in plan.cycles.kept()]
    StudyCycle.objects.bulk_create(new for _old, new in pairs)
    twins = {old.pk: new for old, new in pairs}
    milestones = Milestone.objects.kept().filter(cycle__in=twins)
    Milestone.objects.bulk_create(
        Milestone(
            school_system_id=plan.school_system_id,
            cycle=twins[row.cycle_id],
            due_on=_within(row.due_on + later, year),
            text=row.text,
        )
        for row in milestones
    )
    return copied


def _copy_of(cycle, plan, later):
    first = _within(cycle.starts_on + later, plan.school_year)
    last = _within(cycle.ends_on + later, plan.school_year)
    return StudyCycle(
        school_system_id=plan.school_system_id,
        year_plan=plan,
        kind=cycle.kind,
        title=cycle.title,
        source_unit=cycle.source_unit,
        meeting_count=cycle.meeting_count,
        starts_on=first if first < last else last - dt.timedelta(days=1),
        ends_on=last,
        levels=cycle.levels,
        reached_from=cycle.reached_from,
    )


def _within(day, year):
    """The day, or the nearest one of the school year."""
    return min(max(day, year.starts_on), year.ends_on)
