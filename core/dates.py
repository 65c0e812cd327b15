"""How dates and times are written for people, and how a typed date is read."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

TYPED_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y")


def long_date(day: date) -> str:
    """ "Tue, Nov 24, 2026"; a moment is turned into the local day first."""
    day = _local(day)
    return f"{day:%a, %b} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """ "Tue, Nov 24": only beside a heading that names the year."""
    day = _local(day)
    return f"{day:%a, %b} {day.day}"


def clock(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """ "9:05 AM CST", in `zone` or the zone in force."""
    local = timezone.localtime(moment, zone)
    return f"{local.hour % 12 or 12}:{local:%M %p} {local.tzname()}"


def moment(value: datetime, zone: ZoneInfo | None = None) -> str:
    """ "Tue, Nov 24, 2026, 9:05 AM CST"."""
    local = timezone.localtime(value, zone)
    return f"{long_date(local.date())}, {clock(value, zone)}"


def days_ago(day: date, today: date) -> str:
    """ "today", "yesterday", "3 days ago", "in 2 days": shown only beside the date itself."""
    days = (today - _local(day)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{days} days ago" if days > 0 else f"in {-days} days"


def minutes(length: timedelta | int) -> str:
    """ "42 min", "1 h 5 min"."""
    total = int(length.total_seconds() // 60) if isinstance(length, timedelta) else int(length)
    hours, rest = divmod(total, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def school_year_name(starts_on: date) -> str:
    """ "2026–27" for the school year that begins on `starts_on`."""
    return f"{starts_on.year}–{(starts_on.year + 1) % 100:02d}"


def week_of(day: date) -> str:
    """ "Week of Mon, Nov 23, 2026" for any day of that week."""
    return f"Week of {long_date(day - timedelta(days=day.weekday()))}"


def parse_date(text: str, thing: str) -> date:
    """The day somebody typed. Raises ValidationError that names `thing` and shows an example."""
    for layout in TYPED_FORMATS:
        try:
            return datetime.strptime(text.strip(), layout).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValidationError(f"Enter {thing}, like 11/24/2026", code="invalid")


def _local(day: date) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day
