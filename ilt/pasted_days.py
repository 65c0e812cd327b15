"""Days as people write them in a plan: with or without a year, one or a range."""

import datetime as dt
import re

from people.models import SchoolYear

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = re.compile(
    r"(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])"
    r"|(?<!\d)(?P<dash_month>\d{1,2})-(?P<dash_day>\d{1,2})-(?P<dash_year>\d{4}|\d{2})(?!\d)"
    rf"|\b(?P<name>{NAME})\s+(?P<name_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<name_year>\d{{4}}))?"
    rf"|\b(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name_after>{NAME})(?:,?\s+(?P<after_year>\d{{4}}))?",
    re.IGNORECASE,
)


def days_in(text: str, year: SchoolYear) -> list[dt.date]:
    """Every day that the text names, in order; one without a year is the one of the school year."""
    found = [_day(match, year) for match in DAY.finditer(text)]
    return [day for day in found if day]


def _day(match, year):
    parts = match.groupdict()
    month = parts["iso_month"] or parts["month"] or parts["dash_month"]
    number = int(month) if month else _number(parts["name"] or parts["name_after"])
    names = ("iso_day", "day", "dash_day", "name_day", "day_first")
    day = int(next(parts[name] for name in names if parts[name]))
    names = ("iso", "year", "dash_year", "name_year", "after_year")
    said = next((int(parts[name]) for name in names if parts[name]), None)
    if said is None:
        return _in_year(number, day, year)
    return _date(said + 2000 if said < 100 else said, number, day)


def _number(name):
    return MONTHS.index(name[:3].lower()) + 1


def _in_year(month, day, year):
    first, last = year.starts_on, year.ends_on
    found = [_date(one, month, day) for one in dict.fromkeys((first.year, last.year))]
    found = [one for one in found if one]
    within = [one for one in found if first <= one <= last]
    return next(iter(within or found), None)


def _date(year, month, day):
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
