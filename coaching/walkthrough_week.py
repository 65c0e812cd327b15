"""The week of walkthroughs: how many are wanted in it, made so far, and by when it is submitted."""

import dataclasses
import datetime as dt
import math

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from coaching.models import Walkthrough, WalkthroughQuota, WalkthroughWeek
from core import wall_clock
from people.models import Closure, SchoolYear
from people.school_days import SchoolCalendar

SCHOOL_WEEK = 5
A_WEEK = dt.timedelta(days=7)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a quota asks for in one week at one school: fewer where days are without school,
    nothing in a week without any."""

    monday: dt.date
    number: int
    due_on: dt.date | None

    @classmethod
    def of(cls, quota: WalkthroughQuota, monday: dt.date, calendar: SchoolCalendar):
        """`due_on` is the last school day up to the quota's weekday, else of the week."""
        week = [monday + dt.timedelta(days=n) for n in range(SCHOOL_WEEK)]
        days = [day for day in week if calendar.is_school_day(day)]
        in_time = [day for day in days if day.weekday() <= quota.due_weekday]
        number = math.ceil(quota.per_week * len(days) / SCHOOL_WEEK)
        return cls(monday, number, max(in_time or days, default=None))


@dataclasses.dataclass(frozen=True)
class WalkWeek:
    """The week of one person, as the page of walkthroughs and Today show it."""

    wanted: Wanted
    made: int
    submitted: WalkthroughWeek | None
    today: dt.date
    before: "WalkWeek | None" = None

    @property
    def can_be_made_up(self):
        """The week before, on Monday: until the evening it may still be submitted."""
        before = self.before
        is_monday = self.today == self.wanted.monday
        return is_monday and before.submitted is None and before.wanted.due_on is not None

    @property
    def is_reached(self):
        return self.made >= self.wanted.number

    @property
    def is_due(self):
        """The due day has come, and nothing is submitted."""
        due_on = self.wanted.due_on
        return self.submitted is None and due_on is not None and due_on <= self.today


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def walk_week(user) -> WalkWeek | None:
    """This week of `user` and the one before, by the greater quota of the duties held; None where
    there is none. One query: quota, calendar, what was made and what was submitted."""
    monday = monday_of(user.today)
    before = monday - A_WEEK
    quotas = WalkthroughQuota.objects.visible_to(user).on().asked_of(user)
    quotas = quotas.annotate(
        made=_made(user, monday),
        submitted=_submitted(user, monday),
        made_before=_made(user, before),
        submitted_before=_submitted(user, before),
        years=_spans(SchoolYear.objects.visible_to(user)),
        closures=_spans(_closures(user, before, monday)),
    )
    quota = quotas.order_by("-per_week", "due_weekday").first()
    if quota is None:
        return None
    calendar = SchoolCalendar(_read(quota.years), _read(quota.closures))
    made_before, submitted_before = quota.made_before, _week_of(quota.submitted_before)
    last = WalkWeek(Wanted.of(quota, before, calendar), made_before, submitted_before, user.today)
    wanted = Wanted.of(quota, monday, calendar)
    return WalkWeek(wanted, quota.made, _week_of(quota.submitted), user.today, last)


def _closures(user, first, last):
    """Those of the weeks from one Monday to another: of the one school led, else of the system."""
    schools = user.led_school_ids if len(user.led_school_ids) == 1 else ()
    rows = Closure.objects.visible_to(user).filter(Q(school=None) | Q(school__in=schools))
    return rows.filter(starts_on__lt=last + A_WEEK, ends_on__gte=first)


def _spans(rows):
    span = JSONObject(first="starts_on", last="ends_on")
    return ArraySubquery(rows.order_by("starts_on").values(json=span))


def _read(spans):
    day = dt.date.fromisoformat
    return tuple((day(span["first"]), day(span["last"])) for span in spans)


def _submitted(user, monday):
    weeks = WalkthroughWeek.objects.visible_to(user).submitted().filter(monday=monday)
    week = JSONObject(pk="pk", made="made", submitted_at="submitted_at")
    return Subquery(weeks.values(json=week)[:1], output_field=JSONField())


def _week_of(columns):
    if columns is None:
        return None
    moment = dt.datetime.fromisoformat(columns.pop("submitted_at"))
    return WalkthroughWeek(**columns, submitted_at=moment)


def _made(user, monday):
    """How many walkthroughs `user` has ended of those begun in the week: a column."""
    first, last = (wall_clock.at(day, dt.time(), user.zone) for day in (monday, monday + A_WEEK))
    rows = Walkthrough.objects.walk_ins().filter(
        coach=user,
        school_system=OuterRef("school_system"),
        ended_at__isnull=False,
        started_at__gte=first,
        started_at__lt=last,
    )
    counted = rows.order_by().values("coach").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
