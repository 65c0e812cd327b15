"""On which days people get their daily mail: school days, which only the app people knows.

An app that knows better than "every weekday" says so in its `mail_days.py`, loaded by itself:

    from notices import mail_days
    mail_days.ask(those_at_school)      # (day, system, ids of people) -> ids of those told that day
"""

import datetime as dt
from collections.abc import Callable

SATURDAY = 5


def on_weekdays(day: dt.date, system, people: set) -> set:
    return people if day.weekday() < SATURDAY else set()


_knower: list[Callable] = [on_weekdays]


def ask(knower: Callable) -> None:
    """From now on `knower` answers."""
    _knower[0] = knower


def those_told_on(day: dt.date, system, people: set) -> set:
    """Who of `people` (ids, all of one school system) gets the daily mail on `day`."""
    return _knower[0](day, system, people)
