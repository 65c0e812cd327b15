"""Saving the grid of a round: many teachers at once, all or nothing."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from coaching.actions.clock import UNDONE, new_steps, write_steps
from coaching.actions.observation import area_of, save_areas, with_numbers_of
from coaching.actions.walkthrough import hold_back_again, share_at_post_conference
from coaching.clock import Clock
from coaching.models import ObservationArea, ObservationRound, RoundStep
from coaching.round_grid import DATES, lines_of_grid
from people.models import SchoolYear, User

FASTER = "Somebody saved some of these rounds in this moment. Look at the cells and save again."
COLUMNS = ("is_announced", "visit_planned_on", *DATES)


@transaction.atomic
def save_grid(changes, *, mode: str, year: SchoolYear, by: User, now: dt.datetime) -> None:
    """Save the changed lines of the grid: rounds begin, dates and areas are entered, confirmed at
    once. In as many queries for forty teachers as for one.

    Raises ValidationError where somebody was faster, and IntegrityError where the database refuses;
    nothing is saved then.
    """
    today = now.astimezone(by.zone).date()
    rows = _locked_rows(changes, mode, by)
    _close([change.line.closes for change in changes], by=by, now=now)
    new = [change for change in changes if change.line.row is None]
    for change in new:
        rows[change.line.teacher.pk] = _begun(change.line.teacher, year, by)
    for change in changes:
        _set_dates(rows[change.line.teacher.pk], change.dates, today)
    begun = [rows[change.line.teacher.pk] for change in new]
    ObservationRound.objects.bulk_create(begun)
    kept = [row for row in rows.values() if row not in begun]
    ObservationRound.objects.bulk_update(kept, COLUMNS)
    _write_areas(changes, rows, by=by, now=now)
    _write_steps(changes, rows, begun, by=by, now=now)
    _follow_conferences(changes, rows, now=now)


def _follow_conferences(changes, rows, *, now):
    """Formal visits are shared at the post-conference, and held back where it is taken out."""
    entered = [
        rows[change.line.teacher.pk] for change in changes if "post_conference_on" in change.dates
    ]
    if held := [row for row in entered if row.post_conference_on]:
        share_at_post_conference(held, now=now)
    if undone := [row for row in entered if not row.post_conference_on]:
        hold_back_again(undone)


def _locked_rows(changes, mode, by):
    """{teacher: round} of the open rounds, held, as the form has read them."""
    teachers = [change.line.teacher for change in changes]
    lines = {one.teacher.pk: one for one in lines_of_grid(teachers, by, mode=mode, is_locked=True)}
    for change in changes:
        line = lines.get(change.line.teacher.pk)
        if line is None or any(line.text(name) != change.line.text(name) for name in change.values):
            raise ValidationError(FASTER)
    return {pk: line.row for pk, line in lines.items() if line.row}


def _close(rows, *, by, now):
    """The round before the next one."""
    if closing := [row.pk for row in rows if row]:
        rows = ObservationRound.objects.open().filter(pk__in=closing)
        rows.update(closed_at=now, closed_by=by)


def _begun(teacher, year, by):
    row = ObservationRound(
        school_system_id=by.school_system_id,
        teacher=teacher,
        school_id=teacher.school_id,
        school_year=year,
        is_announced=False,
    )
    return with_numbers_of(row, by.school_system)


def _set_dates(row, dates, today):
    """A visit still to come is planned; that, or a pre-conference, makes it an announced one."""
    for name, day in dates.items():
        is_planned = name == "visit_on" and day and day > today
        if name == "visit_on" and (is_planned or day is None):
            row.visit_planned_on = day
        setattr(row, name, None if is_planned else day)
    if row.visit_planned_on or row.pre_conference_on:
        row.is_announced = True


def _write_areas(changes, rows, *, by, now):
    gone, kept = Q(pk__in=[]), []
    for change in changes:
        row = rows[change.line.teacher.pk]
        for kind, area in change.areas.items():
            if area is None:
                gone |= Q(round=row, kind=kind)
            else:
                kept.append(area_of(row, kind, *area, by=by, is_official=True, now=now))
    if gone != Q(pk__in=[]):
        ObservationArea.objects.filter(gone).delete()
    if kept:
        save_areas(kept)


def _write_steps(changes, rows, begun, *, by, now):
    """Due dates of what was changed; who said so, and when."""
    clock = Clock.of(by.school_system)
    stamps = {}
    for change in changes:
        row = rows[change.line.teacher.pk]
        for name in change.dates:
            done = (now, by.pk) if getattr(row, name) else UNDONE
            stamps[row.pk, name.removesuffix("_on")] = done
    steps = [step for row in begun for step in new_steps(row, clock)]
    for step in steps:
        stamp = stamps.get((step.round_id, str(step.step)), UNDONE)
        step.done_at, step.done_by_id = stamp
    RoundStep.objects.bulk_create(steps)
    write_steps([row for row in rows.values() if row not in begun], clock, stamps)
