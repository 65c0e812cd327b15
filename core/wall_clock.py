"""Wall-clock times of a place as moments, on the two days a year when clocks are changed too."""

import datetime as dt
from zoneinfo import ZoneInfo

ONE_MINUTE = dt.timedelta(minutes=1)


def at(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The moment, in UTC, when clocks in `zone` show `time` on `day`.

    A time that clocks skip becomes the first minute after the gap; of a time that comes twice, the
    first counts.
    """
    wall = dt.datetime.combine(day, time)
    while not _exists(wall, zone):
        wall += ONE_MINUTE
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def _exists(wall, zone):
    there_and_back = wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) == wall
