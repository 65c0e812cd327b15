"""Notes taken on paper, typed afterwards: a line a note, with a time where one stands."""

import dataclasses
import datetime as dt
import re
from zoneinfo import ZoneInfo

from core import wall_clock

MOST_NOTES = 150
NOON = dt.time(12)
HALF_A_DAY = 12
TIMED = re.compile(
    r"\s*(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s*(?P<half>[ap]\.?m\.?(?=\W|$))?[\s,;:–-]+"
    r"(?P<text>\S.*)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class PaperNote:
    """One line: what it says, and when, where it says so."""

    text: str
    time: dt.time | None = None


@dataclasses.dataclass(frozen=True)
class PaperVisit:
    """A visit made on paper: its moments, and its notes with the moment of each."""

    started_at: dt.datetime
    ended_at: dt.datetime
    hours_are_known: bool
    notes: list[tuple[dt.datetime, str]]


def read_notes(text: str, starts: dt.time | None, ends: dt.time | None) -> list[PaperNote]:
    """The notes of a text, a line each. A time at the start of a line is taken for that note's
    where the visit was on then; else it stays part of what the line says."""
    lines = (line.strip() for line in text.split("\n"))
    return [_read_line(line, starts, ends) for line in lines if line]


def _read_line(line, starts, ends):
    found = starts and ends and TIMED.fullmatch(line)
    time = found and _time_of(found, starts, ends)
    return PaperNote(found["text"], time) if time else PaperNote(line)


def _time_of(found, starts, ends):
    """A clock says 1:05 at 1:05 PM too: that reading counts which lies in the visit."""
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "").lower()[:1]
    hours = [hour] if hour > HALF_A_DAY else [hour % HALF_A_DAY, hour % HALF_A_DAY + HALF_A_DAY]
    if half and hour <= HALF_A_DAY:
        hours = hours[1:] if half == "p" else hours[:1]
    times = (dt.time(one, minute) for one in hours)
    return next((time for time in times if starts <= time <= ends), None)


def on_day(
    day: dt.date,
    starts: dt.time | None,
    ends: dt.time | None,
    notes: list[PaperNote],
    zone: ZoneInfo,
) -> PaperVisit:
    """The visit in moments, on the clocks of the school. A note without a time has that of the
    note before it. Where only the period is known, noon stands for it."""
    first, last = starts or NOON, ends or NOON
    moments, time = [], first
    for note in notes:
        time = note.time or time
        moments.append((wall_clock.at(day, time, zone), note.text))
    return PaperVisit(
        wall_clock.at(day, first, zone), wall_clock.at(day, last, zone), bool(starts), moments
    )
