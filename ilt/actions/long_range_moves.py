"""Many rows of a long-range plan at once: shifted, copied from last year, pasted."""

from django.db import transaction

from goals.models import Goal
from ilt.actions.long_range_rows import calendar_of, changing, start_plan
from ilt.actions.long_range_undo import days_of, remember
from ilt.models import LongRangePlan, PlanCycle, PlanMove, PlanWeek
from ilt.plan_page import bare_rows_of
from ilt.shifting import CycleMove, moved
from people.models import SchoolYear, User

TEXTS = PlanWeek.TEXTS
COPIED = ("topics", "outcome", "materials", "actions")


def shift(plan: LongRangePlan, moves: list[CycleMove], *, version: int, by: User) -> PlanMove:
    """Give cycles and weeks their new days. Raises ValidationError where the rows of the plan were
    changed since `version`, or do not allow it."""
    rows = [row for move in moves for row in (move.cycle, *(one.week for one in move.weeks))]
    was = {row.pk: days_of(row) for row in rows}
    with changing(plan, version=version):
        for move in moves:
            move.cycle.starts_on, move.cycle.ends_on = move.starts_on, move.ends_on
            for one in move.weeks:
                one.week.on = one.day
        cycles = [move.cycle for move in moves]
        weeks = [one.week for move in moves for one in move.weeks]
        PlanCycle.objects.bulk_update(cycles, ["starts_on", "ends_on"])
        PlanWeek.objects.bulk_update(weeks, ["on"])
        return remember(plan, PlanMove.Kind.SHIFT, cycles, weeks, by=by, was=was)


@transaction.atomic
def start_as_copy(source: LongRangePlan, year: SchoolYear, *, by: User) -> PlanMove:
    """A plan of the same team that begins as an earlier one, so many weeks later that both begin
    with their school years. Raises IntegrityError where the year has a plan, or ValidationError."""
    plan = start_plan(source.team, year)
    days = (year.starts_on - source.school_year.starts_on).days
    calendar = calendar_of(source.team)
    moves = moved(bare_rows_of(source), round(days / 7), calendar, held_stay=False)
    return copy_into(plan, moves, by=by)


def copy_into(plan: LongRangePlan, moves: list[CycleMove], *, by: User) -> PlanMove:
    """Write another year's cycles and weeks into an empty plan, on the days of `moves`; goals,
    progress and meetings stay where they are. Raises ValidationError."""
    year, cycles, weeks = plan.school_year, [], []
    with changing(plan):
        for move in moves:
            cycle = PlanCycle.objects.create(
                school_system_id=plan.school_system_id,
                plan=plan,
                starts_on=_within(move.starts_on, move, year.starts_on),
                ends_on=move.ends_on,
                priority=move.cycle.priority,
            )
            cycles.append(cycle)
            weeks += PlanWeek.objects.bulk_create(_copy(one, cycle) for one in move.weeks)
        return remember(plan, PlanMove.Kind.COPY, cycles, weeks, by=by)


def _within(day, move, first):
    """The cycle begins with the school year, unless a week stands before it."""
    return min([max(day, first), *(one.day for one in move.weeks)])


def _copy(one, cycle):
    texts = {name: getattr(one.week, name) for name in COPIED}
    return PlanWeek(
        school_system_id=cycle.school_system_id,
        plan_id=cycle.plan_id,
        cycle=cycle,
        on=one.day,
        **texts,
    )


def add_pasted(plan: LongRangePlan, cycles, *, version: int, by: User) -> PlanMove:
    """Write what a pasted table says: its cycles, a draft of each short-term goal, its weeks; all
    or nothing. Raises ValidationError."""
    new, weeks = [], []
    with changing(plan, version=version):
        for pasted in cycles:
            cycle = pasted.cycle or _pasted_cycle(plan, pasted)
            new += [] if pasted.cycle else [cycle]
            weeks += PlanWeek.objects.bulk_create(_pasted_week(one, cycle) for one in pasted.weeks)
        return remember(plan, PlanMove.Kind.PASTE, new, weeks, by=by)


def _pasted_cycle(plan, pasted):
    return PlanCycle.objects.create(
        school_system_id=plan.school_system_id,
        plan=plan,
        starts_on=pasted.starts_on,
        ends_on=pasted.ends_on,
        priority=pasted.priority,
        goal=_pasted_goal(plan, pasted) if pasted.goal else None,
    )


def _pasted_goal(plan, pasted):
    return Goal.objects.create(
        school_system_id=plan.school_system_id,
        level=Goal.Level.ILT_CYCLE,
        school_id=plan.school_id,
        team_id=plan.team_id,
        statement=pasted.goal,
        starts_on=pasted.starts_on,
        ends_on=pasted.ends_on,
    )


def _pasted_week(one, cycle):
    texts = {name: one.texts.get(name, "") for name in TEXTS}
    return PlanWeek(
        school_system_id=cycle.school_system_id,
        plan_id=cycle.plan_id,
        cycle=cycle,
        on=one.on,
        **texts,
    )
