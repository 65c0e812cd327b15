"""Visits as calendar entries (RFC 5545): neutral titles, initials unless names are wished, and
nothing that anybody wrote. An entry keeps its UID, and its SEQUENCE grows with each change."""

import datetime as dt
import re

from django.db.models import Q
from icalendar import Calendar, Event, vDuration, vText

from coaching.models import Visit
from coaching.models.relations import caseload
from core import wall_clock
from core.mail import absolute, header_text
from people.models import User

CONTENT_TYPE = "text/calendar; charset=utf-8"
READ_AGAIN = dt.timedelta(hours=4)
LENGTH = dt.timedelta(minutes=30)
ONE_DAY = dt.timedelta(days=1)
PAST, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)
CANCELLED = (Visit.Status.UNPLANNED, Visit.Status.NOT_HELD)


def one_visit(visit: Visit, reader: User, *, now: dt.datetime) -> bytes:
    """The file of one visit."""
    return _written([visit], reader, with_names=False, now=now, method="PUBLISH")


def feed(user: User, *, with_names: bool, now: dt.datetime) -> bytes:
    """The visits that `user` makes, or that are planned with them and they may know of: from a
    month ago to half a year ahead. An assignment that ends takes its visits along."""
    mine = Q(coach=user, teacher__in=caseload(user)) | Q(teacher=user)
    visits = Visit.objects.visible_to(user).filter(mine)
    visits = visits.between(user.today - PAST, user.today + AHEAD).order_by("pk")
    visits = visits.select_related("teacher", "coach")
    return _written(visits, user, with_names=with_names, now=now)


def _written(visits, reader, *, with_names, now, method=None):
    calendar = Calendar()
    calendar.add("prodid", "-//Throughline//Coaching visits//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    else:
        calendar.add("x-wr-calname", vText("Coaching visits"))
        calendar.add("x-wr-timezone", vText(reader.school_system.time_zone))
        calendar.add("refresh-interval", vDuration(READ_AGAIN), {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    for visit in visits:
        calendar.add_component(_event(visit, reader, with_names, now))
    year = reader.today.year
    calendar.add_missing_timezones(dt.date(year - 1, 1, 1), dt.date(year + 2, 1, 1))
    return calendar.to_ical()


def _event(visit, reader, with_names, now):
    event = Event()
    event.add("uid", f"{visit.pk}@throughline")
    event.add("sequence", visit.changes)
    event.add("dtstamp", now)
    event.add("summary", title_of(visit, reader, with_names=with_names))
    event.add("status", "CANCELLED" if visit.status in CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("url", absolute(visit.get_absolute_url()))
    first, last = span_of(visit, reader.zone)
    event.add("dtstart", first)
    event.add("dtend", last)
    if not isinstance(first, dt.datetime):
        event.add("transp", "TRANSPARENT")
    return event


def title_of(visit: Visit, reader: User, *, with_names: bool) -> str:
    """What the entry is called: the other of the two by initials, or by name."""
    other = visit.coach if reader.pk == visit.teacher_id else visit.teacher
    if with_names:
        return f"Coaching visit: {header_text(other.name)}"
    return f"Coaching visit ({header_text(other.initials)})"


def span_of(visit: Visit, zone) -> tuple:
    """Start and end: moments in `zone` where the time is known, else the day and the one after."""
    if visit.started_at:
        first = visit.started_at.astimezone(zone)
        return first, (visit.ended_at or first + LENGTH).astimezone(zone)
    time = time_of(visit.period)
    if time is None:
        return visit.planned_on, visit.planned_on + ONE_DAY
    first = wall_clock.at(visit.planned_on, time, zone)
    return first.astimezone(zone), (first + LENGTH).astimezone(zone)


def time_of(period: str) -> dt.time | None:
    """The time a period names, like 9:05 or 1:15 PM; None for words. One to six are afternoon."""
    match = CLOCK.fullmatch(period.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
    elif 1 <= hour <= 6:
        hour += 12
    return dt.time(hour, minute) if hour < 24 else None
