"""Many rows of a long-range plan taken back: a shift, a pasted table, a copied year."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from goals.models import Goal
from ilt.actions.long_range_rows import changing
from ilt.models import LongRangePlan, PlanCycle, PlanEdit, PlanMove, PlanWeek
from people.models import User

Kind = PlanMove.Kind
CHANGED = (
    "Somebody changed these weeks or cycles since. Nothing is taken back: change them one by one."
)
OVER = "This can be taken back on the day it was done, once. Change the weeks one by one."
encoded = DjangoJSONEncoder().default


def remember(plan: LongRangePlan, kind: str, cycles, weeks, *, by: User, was=None) -> PlanMove:
    """Keep what the rows became, and what days they had (`was`: {row id: days}) before a shift."""
    was = was or {}
    return PlanMove.objects.create(
        school_system_id=plan.school_system_id,
        plan=plan,
        kind=kind,
        rows={
            "cycles": {str(row.pk): _as_it_is(row, was) for row in cycles},
            "weeks": {str(row.pk): _as_it_is(row, was) for row in weeks},
        },
        made_by=by,
        made_on=by.today,
    )


def _as_it_is(row, was):
    kept = {"days": days_of(row), "version": row.version}
    if isinstance(row, PlanWeek):
        kept["meeting"] = row.meeting_id and str(row.meeting_id)
    return kept | ({"was": was[row.pk]} if row.pk in was else {})


def days_of(row) -> list[str]:
    """The days of a cycle or week, as they are kept."""
    names = ("on",) if isinstance(row, PlanWeek) else ("starts_on", "ends_on")
    return [encoded(getattr(row, name)) for name in names]


@transaction.atomic
def undo(move: PlanMove, *, now: dt.datetime, today: dt.date) -> None:
    """Take it back. Raises ValidationError where the day is over, it was taken back before, or
    somebody changed its rows meanwhile; nothing is changed then.

    A shift gives its rows their days again. Pasted rows are removed, as rows are that somebody
    removes by hand. A copied plan goes: what it was copied from is there.
    """
    with changing(move.plan):
        if not _take(move, now, today):
            raise ValidationError(OVER)
        cycles, weeks = (
            _locked(PlanCycle, move.rows["cycles"]),
            _locked(PlanWeek, move.rows["weeks"]),
        )
        _check(move, cycles, weeks)
        TAKE_BACK[move.kind](move, cycles, weeks, now)


def _take(move, now, today):
    rows = PlanMove.objects.filter(pk=move.pk, undone_at=None, made_on=today)
    return rows.update(undone_at=now)


def _locked(model, kept):
    return list(model.objects.kept().select_for_update(of=("self",)).filter(pk__in=kept))


def _check(move, cycles, weeks):
    kept = move.rows["cycles"] | move.rows["weeks"]
    rows = [*cycles, *weeks]
    if len(rows) != len(kept) or not all(_is_untouched(row, kept, move) for row in rows):
        raise ValidationError(CHANGED)
    if move.kind == Kind.PASTE:
        _check_nothing_else_hangs_on(cycles, weeks)


def _is_untouched(row, kept, move):
    """A shift leaves the texts alone, so that only days and meetings must be as they were."""
    names = {"days", "meeting"} if move.kind == Kind.SHIFT else {"days", "meeting", "version"}
    now, then = _as_it_is(row, {}), kept[str(row.pk)]
    return all(now.get(name) == then.get(name) for name in names)


def _check_nothing_else_hangs_on(cycles, weeks):
    others = PlanWeek.objects.kept().filter(cycle__in=cycles)
    if others.exclude(pk__in=[week.pk for week in weeks]).exists():
        raise ValidationError(CHANGED)


def _shift_back(move, cycles, weeks, now):
    for cycle in cycles:
        cycle.starts_on, cycle.ends_on = move.rows["cycles"][str(cycle.pk)]["was"]
    for week in weeks:
        [week.on] = move.rows["weeks"][str(week.pk)]["was"]
    PlanCycle.objects.bulk_update(cycles, ["starts_on", "ends_on"])
    PlanWeek.objects.bulk_update(weeks, ["on"])


def _remove_pasted(move, cycles, weeks, now):
    """The goals that were drafted with the cycles end with them, where nobody wrote on."""
    PlanWeek.objects.filter(pk__in=[week.pk for week in weeks]).update(removed_at=now)
    PlanCycle.objects.filter(pk__in=[cycle.pk for cycle in cycles]).update(removed_at=now)
    goals = Goal.objects.filter(plan_cycles__in=cycles, is_draft=True, version=1, ended_at=None)
    Goal.objects.filter(pk__in=list(goals.values_list("pk", flat=True))).update(ended_at=now)


def _drop_copy(move, cycles, weeks, now):
    """Nothing but what was copied may be in the plan: then the rows themselves go."""
    plan = move.plan
    moves = PlanMove.objects.filter(plan=plan)
    rest = (
        plan.weeks.exclude(pk__in=[week.pk for week in weeks]),
        plan.cycles.exclude(pk__in=[cycle.pk for cycle in cycles]),
        PlanEdit.objects.filter(plan=plan),
        moves.exclude(pk=move.pk),
    )
    if any(rows.exists() for rows in rest):
        raise ValidationError(CHANGED)
    moves.delete()
    plan.weeks.all().delete()
    plan.cycles.all().delete()
    plan.delete()


TAKE_BACK = {Kind.SHIFT: _shift_back, Kind.PASTE: _remove_pasted, Kind.COPY: _drop_copy}
