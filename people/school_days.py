"""School-day arithmetic: the one place that knows which days are school days.

A school day is a weekday inside a school year (before the first and after the last year that the
system has entered, every weekday counts) that no closure of the school or the whole system covers.
"""

import dataclasses
import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Q, Value

from core.dates import long_date
from people.models import Closure, SchoolYear

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
SPAN = ("starts_on", "ends_on")


@dataclasses.dataclass(frozen=True)
class SchoolCalendar:
    """The years and closures of one school, read once for many questions."""

    years: tuple
    closures: tuple

    @classmethod
    def of(cls, school):
        """Read the calendar of a school: one query."""
        system = school.school_system_id
        years = SchoolYear.objects.filter(school_system=system)
        closed = Closure.objects.filter(Q(school=school) | Q(school=None), school_system=system)
        kinds = [
            rows.order_by().annotate(is_year=Value(is_year)).values_list(*SPAN, "is_year")
            for rows, is_year in ((years, True), (closed, False))
        ]
        rows = sorted(kinds[0].union(kinds[1], all=True))
        return cls(
            tuple((first, last) for first, last, is_year in rows if is_year),
            tuple((first, last) for first, last, is_year in rows if not is_year),
        )

    def is_school_day(self, day: dt.date) -> bool:
        if day.weekday() >= SATURDAY:
            return False
        return self._is_in_year(day) and not any(a <= day <= b for a, b in self.closures)

    def add(self, day: dt.date, count: int) -> dt.date:
        """The day `count` school days after `day` (before it where negative); 0 answers `day`
        itself, or the next school day where it is none."""
        step = -ONE_DAY if count < 0 else ONE_DAY
        if count == 0:
            return self.on_or_after(day)
        for _ in range(abs(count)):
            day += step
            while not self.is_school_day(day):
                day += step
        return day

    def on_or_after(self, day: dt.date) -> dt.date:
        while not self.is_school_day(day):
            day += ONE_DAY
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """How many school days lie after `first`, up to and with `last`."""
        days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
        return sum(self.is_school_day(day) for day in days)

    def _is_in_year(self, day):
        if not self.years or day < self.years[0][0] or day > self.years[-1][1]:
            return True
        return any(a <= day <= b for a, b in self.years)


@dataclasses.dataclass(frozen=True)
class SystemCalendar:
    """The calendars of all schools of a system, read once for work on everybody."""

    years: tuple
    closures: tuple

    @classmethod
    def of(cls, system):
        """Read the calendars of a school system: two queries."""
        years = SchoolYear.objects.filter(school_system=system).order_by("starts_on")
        closures = Closure.objects.filter(school_system=system)
        return cls(
            tuple(years.values_list("starts_on", "ends_on")),
            tuple(closures.values_list("school", "starts_on", "ends_on")),
        )

    def at(self, school_id) -> SchoolCalendar:
        """The calendar of one school; None for what holds in the whole system."""
        covers = (None, school_id)
        return SchoolCalendar(
            self.years, tuple((a, b) for school, a, b in self.closures if school in covers)
        )


def check_school_day(school, day: dt.date) -> None:
    """Whether `school` has school that day. Raises ValidationError that says so: one query."""
    if not SchoolCalendar.of(school).is_school_day(day):
        raise ValidationError(f"{school} has no school on {long_date(day)}. Choose another day.")


def add(school, day: dt.date, count: int) -> dt.date:
    """The day `count` school days after `day` at `school`."""
    return SchoolCalendar.of(school).add(day, count)
