"""The week of a coach: who is due, on which days there is school, what is planned and was held."""

import dataclasses
import datetime as dt
import uuid
from functools import cached_property

from django.core.exceptions import ValidationError

from coaching.caseload import Line, caseload_of
from coaching.models import Visit, VisitInvitation
from core.dates import long_date
from people.models import Closure, School, SchoolYear, User
from people.school_days import SystemCalendar, check_school_day

ONE_DAY = dt.timedelta(days=1)
SCHOOL_DAYS = 5
NO_SCHOOL = "Ask your administrator to enter the school where this teacher teaches."


@dataclasses.dataclass(frozen=True)
class Placeable:
    """A teacher of the caseload, or a visit planned to her, and the days it can be put on."""

    line: Line
    days: list[dt.date]
    away: list[dt.date]
    visit: Visit | None = None

    @property
    def is_in_trouble(self):
        """Whether the visit stands on a day on which there is none."""
        return self.visit is not None and self.visit.planned_on in self.away


@dataclasses.dataclass(frozen=True)
class Day:
    """One day of the week."""

    date: dt.date
    is_today: bool
    closures: list[str]
    planned: list[Placeable]
    others: list[Visit]


class Week:
    """Monday to Friday of one coach; Saturday and Sunday only where something stands there."""

    def __init__(self, user: User, monday: dt.date):
        self.user, self.monday, self.today = user, monday, user.today
        self.friday = monday + (SCHOOL_DAYS - 1) * ONE_DAY
        self.dates = [monday + n * ONE_DAY for n in range(7)]
        self.is_past = self.friday < self.today
        self.lines = caseload_of(user)
        self._closures = list(self._closures_of_system())

    def _closures_of_system(self):
        rows = Closure.objects.visible_to(self.user).filter(
            starts_on__lte=self.dates[-1], ends_on__gte=self.monday
        )
        return rows.select_related("school")

    @cached_property
    def _calendar(self):
        years = SchoolYear.objects.visible_to(self.user).order_by("starts_on")
        closed = tuple((row.school_id, row.starts_on, row.ends_on) for row in self._closures)
        return SystemCalendar(tuple(years.values_list("starts_on", "ends_on")), closed)

    @cached_property
    def days(self) -> list[Day]:
        """What stands on each day."""
        days = [self._day(date, self._visits.get(date, [])) for date in self.dates]
        return [day for day in days if day.date <= self.friday or day.planned or day.others]

    @cached_property
    def due(self) -> list[Placeable]:
        """Teachers for whom a visit falls due by Friday and none is planned, the longest first;
        nobody who is on leave all week."""
        lines = [line for line in self.lines if self._is_waiting(line)]
        return [self._placeable(line) for line in sorted(lines, key=lambda line: line.due_on)]

    @cached_property
    def others(self) -> list[Placeable]:
        """The rest of the caseload, by name."""
        waiting = {place.line.teacher.pk for place in self.due}
        return [self._placeable(line) for line in self.lines if line.teacher.pk not in waiting]

    def _is_waiting(self, line):
        if line.teacher.next_visit or not line.is_due_by(self.friday):
            return False
        return not all(line.is_away_on(day) for day in self.dates[:SCHOOL_DAYS])

    @cached_property
    def invitations(self) -> list[VisitInvitation]:
        """Lessons that teachers invite this coach to see, in this week or any other."""
        rows = VisitInvitation.objects.visible_to(self.user).waiting_for(self.user, self.today)
        return list(rows.select_related("teacher"))

    @cached_property
    def _visits(self):
        """The coach's visits of the week by day: one query."""
        rows = Visit.objects.visible_to(self.user).filter(coach=self.user, unplanned_at=None)
        rows = rows.between(self.monday, self.dates[-1]).select_related("teacher")
        rows = rows.with_invitation(self.today)
        found = {}
        for visit in rows.order_by("started_at", "period", "teacher__name", "pk"):
            begun = visit.started_at and visit.started_at.astimezone(self.user.zone).date()
            found.setdefault(begun or visit.planned_on, []).append(visit)
        return found

    @cached_property
    def _line_of(self):
        return {line.teacher.pk: line for line in self.lines}

    def _day(self, date, visits):
        planned = [
            self._placeable(self._line_of[visit.teacher_id], visit)
            for visit in visits
            if visit.status == Visit.Status.PLANNED and visit.teacher_id in self._line_of
        ]
        shown = {place.visit.pk for place in planned}
        return Day(
            date,
            date == self.today,
            [_words(row) for row in self._closed_on(date)],
            planned,
            [visit for visit in visits if visit.pk not in shown],
        )

    def _closed_on(self, date):
        """Closures of the whole system, and of the schools where the coach's teachers teach."""
        schools = {None, *(uuid.UUID(line.school_id) for line in self.lines if line.school_id)}
        covering = (row for row in self._closures if row.starts_on <= date <= row.ends_on)
        return [row for row in covering if row.school_id in schools]

    def _placeable(self, line, visit=None):
        weekdays = self.dates[:SCHOOL_DAYS]
        school = self._calendar.at(line.school_id and uuid.UUID(line.school_id))
        away = [day for day in weekdays if not school.is_school_day(day) or line.is_away_on(day)]
        left = [day for day in weekdays if day >= self.today and day not in away]
        return Placeable(
            line, [day for day in left if not visit or day != visit.planned_on], away, visit
        )


def _words(closure):
    return f"{closure.label} ({closure.school})" if closure.school else closure.label


def check_day(line: Line, day: dt.date) -> None:
    """Whether the teacher can be visited that day. Raises ValidationError that says why not."""
    name, when = line.teacher.name, long_date(day)
    if day < line.today:
        raise ValidationError("Choose today or a later day for the visit.")
    if not line.teacher.school:
        raise ValidationError(NO_SCHOOL)
    if line.is_away_on(day):
        raise ValidationError(f"{name} is on leave on {when}. Choose another day.")
    system = line.teacher.school_system_id
    school = School(pk=line.school_id, school_system_id=system, name=line.school_name)
    check_school_day(school, day)
