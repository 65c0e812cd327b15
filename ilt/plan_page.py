"""A long-range plan as its pages and its PDF show it: cycles in order, each with its weeks."""

import dataclasses
import datetime as dt

from core.dates import long_date
from ilt.models import LongRangePlan, PlanCycle, PlanEdit
from ilt.outcomes import outcomes_of

CHANGED_LATELY = dt.timedelta(days=7)


@dataclasses.dataclass
class CycleRows:
    """A cycle of the plan with its number, and its weeks by day."""

    number: int
    cycle: PlanCycle
    weeks: list

    @property
    def label(self) -> str:
        return f"cycle {self.number}"


def rows_of(plan: LongRangePlan, user) -> list[CycleRows]:
    """The cycles of the plan; each week knows its number in the cycle and, as `outcomes`, what the
    assignments of its meeting became, where `user` may read them. Two queries, five at most."""
    cycles = PlanCycle.objects.visible_to(user).kept().filter(plan=plan).select_related("goal")
    weeks = list(plan.weeks.kept().select_related("meeting"))
    outcomes = outcomes_of(weeks, user)
    found = in_cycles(cycles, weeks)
    for rows in found:
        for number, week in enumerate(rows.weeks, start=1):
            week.number = number
            week.label = f"week of {long_date(week.on)}"
            week.outcomes = outcomes.get(week.meeting_id, [])
    return found


def week_at_hand(cycles: list[CycleRows], today: dt.date):
    """The week of the plan that `today` is in, else the next one; none where the plan is over."""
    monday = today - dt.timedelta(days=today.weekday())
    weeks = [week for rows in cycles for week in rows.weeks if week.on >= monday]
    return min(weeks, key=lambda week: week.on, default=None)


def in_cycles(cycles, weeks) -> list[CycleRows]:
    """The cycles with their numbers, each with its weeks."""
    return [
        CycleRows(number, cycle, [week for week in weeks if week.cycle_id == cycle.pk])
        for number, cycle in enumerate(cycles, start=1)
    ]


def bare_rows_of(plan: LongRangePlan) -> list[CycleRows]:
    """The cycles and weeks of the plan for work on their days: two queries."""
    return in_cycles(plan.cycles.kept(), list(plan.weeks.kept().select_related("meeting")))


def others_edits(plan, user, *, since: dt.datetime) -> list[PlanEdit]:
    """The last change of each cell since then, where it was not the person's own."""
    edits = PlanEdit.objects.visible_to(user).filter(plan=plan, edited_at__gt=since)
    latest = edits.order_by("row", "field", "-edited_at").distinct("row", "field")
    return [edit for edit in latest.select_related("edited_by") if edit.edited_by_id != user.pk]
