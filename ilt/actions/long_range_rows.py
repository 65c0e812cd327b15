"""The rows of a long-range plan: the plan itself, its cycles and weeks come, go and come back."""

import contextlib
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from goals.models import Goal
from ilt.actions.long_range_cells import in_words
from ilt.meeting_days import meeting_days
from ilt.models import LongRangePlan, PlanCycle, PlanWeek
from people.models import SchoolYear, Team
from people.school_days import SchoolCalendar, SystemCalendar

MOST_WEEKS = 120
FULL = f"A plan holds {MOST_WEEKS} weeks. Remove one to add another."
NO_DAY = "Every meeting day of this cycle has a week. Make the cycle longer to add another."
MEANWHILE = "Somebody changed the rows of this plan meanwhile. Look again, then go on."
TAKEN = "Something else stands there now. Move or remove it, then bring this back."


@contextlib.contextmanager
def changing(plan: LongRangePlan, *, version: int | None = None, only_removes=False):
    """Hold the plan while its rows change, and count the change.

    Raises ValidationError in the words of the rule that the rows would break, or where they were
    changed since the `version` that somebody saw. What only removes rows can break none.
    """
    seen = {} if version is None else {"version": version}
    rows = LongRangePlan.objects.filter(pk=plan.pk, **seen)
    try:
        with transaction.atomic():
            if not rows.update(version=F("version") + 1):
                raise ValidationError(MEANWHILE)
            yield
            if not only_removes:
                connection.check_constraints()
    except IntegrityError as error:
        raise in_words(error) from error


def calendar_of(team: Team) -> SchoolCalendar:
    """The days without school where the team meets: one query, or two for the whole system."""
    if team.school_id:
        return SchoolCalendar.of(team.school)
    return SystemCalendar.of(team.school_system_id).at(None)


@transaction.atomic
def start_plan(team: Team, year: SchoolYear) -> LongRangePlan:
    """An empty plan of the team. Raises IntegrityError where the year has one."""
    return LongRangePlan.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        school_id=team.school_id,
        school_year=year,
    )


def add_cycle(cycle: PlanCycle, *, goal: Goal | None, with_weeks: bool) -> PlanCycle:
    """Add a cycle, with the short-term goal written for it, and a week for every meeting of the
    team in it if asked. Raises ValidationError."""
    with changing(cycle.plan):
        _write_goal(cycle, goal)
        cycle.save()
        if with_weeks:
            days = _free_days(cycle, calendar_of(cycle.plan.team), taken=set())
            PlanWeek.objects.bulk_create(_week(cycle, day) for day in days)
    return cycle


def write_goal_of(cycle: PlanCycle, goal: Goal) -> None:
    """The cycle's short-term goal, newly written."""
    with changing(cycle.plan):
        _write_goal(cycle, goal)
        cycle.save(update_fields=["goal"])


def _write_goal(cycle, goal):
    if goal:
        goal.save()
        cycle.goal = goal


def add_week(cycle: PlanCycle) -> PlanWeek:
    """A week on the first meeting day of the cycle that has none. Raises ValidationError."""
    with changing(cycle.plan):
        taken = set(cycle.plan.weeks.kept().values_list("on", flat=True))
        if len(taken) >= MOST_WEEKS:
            raise ValidationError(FULL)
        days = _free_days(cycle, calendar_of(cycle.plan.team), taken)
        if not days:
            raise ValidationError(NO_DAY)
        week = _week(cycle, days[0])
        week.save()
    return week


def _free_days(cycle, calendar, taken):
    days = meeting_days(cycle.plan.team, cycle.starts_on, cycle.ends_on, calendar)
    return [day for day in days if day not in taken]


def _week(cycle, day):
    return PlanWeek(
        school_system_id=cycle.school_system_id, plan_id=cycle.plan_id, cycle=cycle, on=day
    )


def remove_week(week: PlanWeek, *, now: dt.datetime) -> None:
    """Take a week out of the plan; a meeting it has become stays."""
    with changing(week.plan, only_removes=True):
        PlanWeek.objects.filter(pk=week.pk).update(removed_at=now)


def restore_week(week: PlanWeek) -> None:
    """Bring a removed week back. Raises ValidationError where its place is taken."""
    with changing(week.plan):
        if week.cycle.removed_at:
            raise ValidationError(TAKEN)
        PlanWeek.objects.filter(pk=week.pk).update(removed_at=None)


def remove_cycle(cycle: PlanCycle, *, now: dt.datetime) -> None:
    """Take a cycle with its weeks out of the plan."""
    with changing(cycle.plan, only_removes=True):
        PlanCycle.objects.filter(pk=cycle.pk).update(removed_at=now)
        cycle.weeks.kept().update(removed_at=now)


def restore_cycle(cycle: PlanCycle) -> None:
    """Bring a removed cycle back, with the weeks that went with it. Raises ValidationError."""
    with changing(cycle.plan):
        cycle.weeks.filter(removed_at=cycle.removed_at).update(removed_at=None)
        PlanCycle.objects.filter(pk=cycle.pk).update(removed_at=None)
