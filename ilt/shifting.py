"""Where the cycles and weeks of a plan would stand some weeks later, closed days skipped."""

import dataclasses
import datetime as dt

from core.dates import long_date
from ilt.models import PlanCycle, PlanWeek
from people.models import SchoolYear
from people.school_days import SATURDAY, SchoolCalendar

WEEK = dt.timedelta(weeks=1)
BEYOND = "Cycle {} would run from {} to {}, beyond the school year. Shift it by fewer weeks."
INTO = "Cycle {} would run into cycle {}. Move the later cycles along too, or shift by fewer weeks."


@dataclasses.dataclass(frozen=True)
class WeekMove:
    """A week and the day it would stand on; `note` says what is not plain about it."""

    week: PlanWeek
    day: dt.date
    note: str = ""


@dataclasses.dataclass(frozen=True)
class CycleMove:
    """A cycle, by its number in the plan, with the days it would have."""

    number: int
    cycle: PlanCycle
    starts_on: dt.date
    ends_on: dt.date
    weeks: list


def moved(cycles, by: int, calendar: SchoolCalendar, *, held_stay=True) -> list[CycleMove]:
    """Each of the `cycles` (rows of the plan, in order) `by` weeks later, earlier where negative.

    A week that would fall on a closed day, or on one that a week before it took, goes a week
    further; a cycle that would then run into the next pushes that along. Weeks whose meeting was
    held stay.
    """
    moves = []
    for rows in cycles:
        further = by
        move = _moved(rows, further, calendar, held_stay)
        while moves and move.starts_on <= moves[-1].ends_on:
            further += 1
            move = _moved(rows, further, calendar, held_stay)
        moves.append(move)
    return moves


def _moved(rows, by, calendar, held_stay):
    weeks, before = [], None
    for week in rows.weeks:
        move = _moved_week(week, by, before, calendar, held_stay)
        weeks.append(move)
        before = move.day
    cycle, days = rows.cycle, [move.day for move in weeks]
    stays = any(move.day == move.week.on for move in weeks) and held_stay and by > 0
    start = cycle.starts_on if stays else cycle.starts_on + by * WEEK
    end = cycle.ends_on + by * WEEK
    return CycleMove(rows.number, cycle, min([start, *days]), max([end, *days]), weeks)


def _moved_week(week, by, before, calendar, held_stay):
    if held_stay and week.meeting and week.meeting.is_held:
        return WeekMove(week, week.on, "its meeting was held: it stays")
    wanted = day = week.on + by * WEEK
    while not _is_open(day, calendar) or (before and day <= before):
        day += WEEK
    note = "" if day == wanted else f"skips {long_date(wanted)}"
    if held_stay and week.meeting:
        note = f"{note}; its meeting keeps its date".removeprefix("; ")
    return WeekMove(week, day, note)


def _is_open(day, calendar):
    return day.weekday() >= SATURDAY or calendar.is_school_day(day)


def problems(moves: list[CycleMove], others, year: SchoolYear) -> list[str]:
    """Why the cycles cannot move there: beyond the year, or into a cycle that stays."""
    found = [
        BEYOND.format(move.number, long_date(move.starts_on), long_date(move.ends_on))
        for move in moves
        if move.starts_on < year.starts_on or move.ends_on > year.ends_on
    ]
    return found + [
        INTO.format(move.number, rows.number)
        for move in moves
        for rows in others
        if move.starts_on <= rows.cycle.ends_on and rows.cycle.starts_on <= move.ends_on
    ]
