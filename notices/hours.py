"""When mail may go: not in the evening, at night or at a weekend; the daily mail at 7 AM."""

import datetime as dt
from zoneinfo import ZoneInfo

from core import wall_clock

DAY_BEGINS = dt.time(6)
DAY_ENDS = dt.time(18)
DAILY_MAIL_AT = dt.time(7)
LATE = dt.timedelta(hours=12)
NO_NEWS = dt.timedelta(days=30)
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


def is_quiet(moment: dt.datetime, zone: ZoneInfo) -> bool:
    """From 6 PM to 6 AM and at weekends, as the clocks in `zone` have it."""
    local = moment.astimezone(zone)
    return local.weekday() >= SATURDAY or not DAY_BEGINS <= local.time() < DAY_ENDS


def next_allowed(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """`moment` itself, or the next minute outside quiet hours."""
    if not is_quiet(moment, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.time() < DAY_BEGINS else local.date() + ONE_DAY
    while day.weekday() >= SATURDAY:
        day += ONE_DAY
    return wall_clock.at(day, DAY_BEGINS, zone)


def daily_mail_slot(moment: dt.datetime, zone: ZoneInfo):
    """(day, time of its daily mail) where that time has come and is not late, else None.

    Late is after quiet hours have begun, or twelve hours after an outage, whichever comes first.
    """
    day = moment.astimezone(zone).date()
    due_at = wall_clock.at(day, DAILY_MAIL_AT, zone)
    if is_quiet(moment, zone) or not due_at <= moment < due_at + LATE:
        return None
    return day, due_at
