"""Visits that were never shared: one old, one about to end, one emptied, one kept as marks."""

import datetime as dt

from coaching.actions.draft_end import choose, end_draft, plan_ends
from coaching.models import DraftEnd
from demo.builders.coaching import make_visit
from people.school_days import SchoolCalendar

AGES = (12, 20, 29)  # school days ago
ENDED = (("purged", 70), ("marks", 75))


def write_drafts(district) -> None:
    """Of the first coach: drafts of every age, and two whose time was up."""
    calendar = SchoolCalendar.of(district.schools[0])
    coach = district.coaches[0]
    pairs = [(teacher, by) for teacher, by, _school in district.pairs if by == coach]
    for place, days in enumerate(AGES):
        make_visit(*pairs[place % len(pairs)], _ago(district, calendar, days))
    for place, (outcome, days) in enumerate(ENDED):
        visit = make_visit(*pairs[place % len(pairs)], _ago(district, calendar, days))
        _end(district, visit, outcome, _ago(district, calendar, days - 40))
    plan_ends(district.system, now=district.now)


def _ago(district, calendar, days):
    day = calendar.add(district.today, -days)
    return district.now - dt.timedelta(days=(district.today - day).days)


def _end(district, visit, outcome, now):
    """The draft as it was left, its time up at `now`."""
    choose(visit, outcome, now=visit.ended_at)
    row = DraftEnd.objects.get(visit=visit)
    DraftEnd.objects.filter(pk=row.pk).update(due_at=now)
    end_draft(row.pk, now=now)
