"""A long-range plan read from a pasted table: cycles with their weeks, and what is wrong by row."""

import dataclasses
import datetime as dt
import re

from core.dates import long_date
from ilt.models import PlanWeek
from ilt.pasted_days import days_in
from ilt.pasted_table import rows_of_table
from people.models import SchoolYear

COLUMNS = ("on", *PlanWeek.TEXTS)
HEADS = {
    "on": r"week|date|day\b",
    "topics": r"topic|focus",
    "outcome": r"outcome|objective",
    "materials": r"material|resource",
    "actions": r"action|assignment|task",
    "progress": r"progress|next step|status",
}
LABELS = {
    "days": r"time\s*-?frame|dates of the cycle",
    "priority": r"priority|priorities",
    "goal": r"short[\s-]*term goal(?:\s*\(stg\))?|stg|goal",
}
CYCLE = re.compile(r"^cycle\b\s*\d*\s*[:.–-]?\s*", re.IGNORECASE)
NO_TABLE = "This is no table. Copy the rows with all their columns, and paste again."
NO_WEEKS = "No row of this table has a date. The first column holds the week or date."
NO_DAY = "Row {}: enter the week or date, like 9/14/2026. It says “{}”."
NO_DAY_AT_ALL = "Row {}: the week or date is empty."
OUT_OF_YEAR = "Row {}: {} is not in the school year, {} to {}."
OUTSIDE = "Row {}: {} is a week outside its cycle, which runs from {} to {}."
IN_NO_CYCLE = "Row {}: {} is a week outside its cycle: no cycle of the plan runs on that day."
TWICE = "Row {}: the plan has a week on {} already."
NO_SUCH_DAYS = "Row {}: write the timeframe as two days, like 8/10/2026 to 9/18/2026."
OVER = "Row {}: a cycle from {} to {} would run over cycle {} of the plan."


@dataclasses.dataclass
class PastedWeek:
    """One row of the table."""

    row: int
    on: dt.date
    texts: dict


@dataclasses.dataclass
class PastedCycle:
    """Rows that belong together: to a cycle that is written in the table, or to one of the plan
    (`cycle`)."""

    row: int
    cycle: object = None
    days: list = dataclasses.field(default_factory=list)
    priority: str = ""
    goal: str = ""
    weeks: list = dataclasses.field(default_factory=list)

    @property
    def starts_on(self):
        """As written, else the Monday of the first week."""
        if self.cycle:
            return self.cycle.starts_on
        first = min(week.on for week in self.weeks) if self.weeks else None
        return self.days[0] if self.days else first - dt.timedelta(days=first.weekday())

    @property
    def ends_on(self):
        """As written, else the Friday of the last week, or that day where it is later."""
        if self.cycle:
            return self.cycle.ends_on
        if self.days:
            return self.days[1]
        last = max(week.on for week in self.weeks)
        return last + dt.timedelta(days=max(0, 4 - last.weekday()))


class PastedPlan:
    """What a pasted table says, for a plan with these cycles (rows of the plan)."""

    def __init__(self, text: str, year: SchoolYear, existing):
        self.year, self.existing, self.errors = year, existing, []
        self.columns = dict(enumerate(COLUMNS))
        self.written, self.loose = [], []
        table = rows_of_table(text)
        for number, cells in enumerate(table, start=1):
            self._read(number, cells)
        self.cycles = self._together()
        if not table:
            self.errors.append(NO_TABLE)
        elif not self.count and not self.errors:
            self.errors.append(NO_WEEKS)
        if not self.errors:
            self._check()

    @property
    def count(self) -> int:
        return sum(len(cycle.weeks) for cycle in self.cycles)

    def _read(self, number, cells):
        if not any(cells) or self._is_head(cells):
            return
        is_cycle = CYCLE.match(cells[0]) and not days_in(CYCLE.sub("", cells[0]), self.year)
        if is_cycle:
            self.written.append(PastedCycle(number))
        labels = self._labels(number, cells)
        if not is_cycle and not labels:
            self._read_week(number, cells)

    def _is_head(self, cells):
        """A row of headings says which column is which."""
        found = {}
        for place, cell in enumerate(cells):
            for name, words in HEADS.items():
                if name not in found.values() and re.search(words, cell, re.IGNORECASE):
                    found[place] = name
                    break
        is_head = len(found) >= 3 and all(len(cell) < 60 for cell in cells)
        if is_head and not days_in(cells[0], self.year):
            self.columns = found
            return True
        return False

    def _labels(self, number, cells):
        """Timeframe, priority and goal of the cycle: "Label: text", or a label beside its text."""
        found = False
        if days_in(cells[0], self.year) and ":" not in cells[0]:
            return found
        for place, cell in enumerate(cells):
            for name, words in LABELS.items():
                match = re.match(rf"(?:{words})\s*(?::\s*|$)", cell, re.IGNORECASE)
                if match:
                    text = cell[match.end() :] or next(iter(cells[place + 1 :]), "")
                    self._label(number, name, text)
                    found = True
        return found

    def _label(self, number, name, text):
        if not self.written:
            self.written.append(PastedCycle(number))
        cycle = self.written[-1]
        if name != "days":
            setattr(cycle, name, text)
            return
        cycle.days = days_in(text, self.year)[:2]
        if text and (len(cycle.days) < 2 or cycle.days[0] >= cycle.days[1]):
            self.errors.append(NO_SUCH_DAYS.format(number))

    def _read_week(self, number, cells):
        texts = {name: cells[at] for at, name in self.columns.items() if at < len(cells)}
        said = texts.pop("on", "")
        days = days_in(said, self.year)
        if not days:
            words = NO_DAY.format(number, said[:60]) if said else NO_DAY_AT_ALL.format(number)
            self.errors.append(words)
            return
        week = PastedWeek(number, days[0], texts)
        (self.written[-1].weeks if self.written else self.loose).append(week)

    def _together(self):
        """The cycles of the table; rows without one go where the plan's cycles stand, or make the
        plan's first."""
        found = [cycle for cycle in self.written if cycle.weeks or cycle.days]
        if not self.loose:
            return found
        if not self.existing and not found:
            return [PastedCycle(self.loose[0].row, weeks=self.loose)]
        return self._into_existing() + found

    def _into_existing(self):
        into = [PastedCycle(0, cycle=rows.cycle) for rows in self.existing]
        for week in self.loose:
            fits = [one for one in into if one.starts_on <= week.on <= one.ends_on]
            if fits:
                fits[0].weeks.append(week)
            else:
                self.errors.append(IN_NO_CYCLE.format(week.row, long_date(week.on)))
        return [one for one in into if one.weeks]

    def _check(self):
        first, last = self.year.starts_on, self.year.ends_on
        taken = {week.on for rows in self.existing for week in rows.weeks}
        for cycle in self.cycles:
            self._check_cycle(cycle)
            days = long_date(cycle.starts_on), long_date(cycle.ends_on)
            for week in cycle.weeks:
                day = long_date(week.on)
                if not first <= week.on <= last:
                    years = long_date(first), long_date(last)
                    self.errors.append(OUT_OF_YEAR.format(week.row, day, *years))
                elif not cycle.starts_on <= week.on <= cycle.ends_on:
                    self.errors.append(OUTSIDE.format(week.row, day, *days))
                elif week.on in taken:
                    self.errors.append(TWICE.format(week.row, day))
                taken.add(week.on)

    def _check_cycle(self, cycle):
        """A cycle of the table runs over none of the plan, nor over one before it in the table."""
        if cycle.cycle:
            return
        before = [one for one in self.cycles if one.row < cycle.row and not one.cycle]
        others = [(rows.number, rows.cycle) for rows in self.existing]
        others += [(len(others) + number, one) for number, one in enumerate(before, start=1)]
        for number, other in others:
            if cycle.starts_on <= other.ends_on and other.starts_on <= cycle.ends_on:
                days = long_date(cycle.starts_on), long_date(cycle.ends_on)
                self.errors.append(OVER.format(cycle.row, *days, number))
