"""The due dates of observation rounds: written with each step, moved when the calendar changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from coaching.clock import Clock
from coaching.models import ClockChange, DateMove, ObservationRound, RoundStep
from coaching.round_people import RoundPeople
from notices.actions import notify
from people.models import SchoolSystem, User

DATES = ("opens_on", "soon_on", "due_on")
UNDONE = (None, None)


def new_steps(row: ObservationRound, clock: Clock) -> list[RoundStep]:
    """The steps of a round that begins, not saved yet."""
    spans = clock.spans(row)
    return [
        RoundStep(
            school_system_id=row.school_system_id,
            round=row,
            step=step,
            **{name: getattr(spans[step], name) for name in DATES},
        )
        for step in RoundStep.Step
    ]


def write_steps(rows: Iterable[ObservationRound], clock: Clock, stamps=None) -> None:
    """Bring the due dates of rounds that somebody has just changed up to date: two queries.

    `stamps` says which steps were done: {(id of the round, step): (when, by whom)}, `UNDONE` where
    that is taken back. The rounds are locked.
    """
    stamps = stamps or {}
    changed = []
    for step, span, _row in _spans_of(rows, clock):
        stamp = stamps.get((step.round_id, step.step), (step.done_at, step.done_by_id))
        if _differs(step, span) or stamp != (step.done_at, step.done_by_id):
            _set(step, span)
            step.done_at, step.done_by_id = stamp
            changed.append(step)
    RoundStep.objects.bulk_update(changed, [*DATES, "done_at", "done_by"], batch_size=1000)


def replan(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Move what a closure, a snow day entered late, a change of the year or leave has moved, and
    tell each person concerned once. Where nothing moved, nothing is locked or written."""
    clock = Clock.of(system)
    if any(_differs(step, span) for step, span, _row in _spans_of(_open_rounds(system), clock)):
        _replan(system, now=now)


@transaction.atomic
def _replan(system, *, now):
    """Two at once: the second waits for the rounds, and finds nothing left to move."""
    rows = list(_open_rounds(system).select_for_update(of=("self",)))
    changed, moves, touched = [], [], []
    for step, span, row in _spans_of(rows, Clock.of(system)):
        if not _differs(step, span):
            continue
        is_on = row.school.observation_clock_since is not None
        if is_on and step.done_at is None and step.due_on != span.due_on:
            moves.append(DateMove(step=step, was_due_on=step.due_on, due_on=span.due_on))
            touched.append(row)
        _set(step, span)
        changed.append(step)
    RoundStep.objects.bulk_update(changed, DATES, batch_size=1000)
    if moves:
        _tell(system, moves, touched, now=now)


def _tell(system, moves, touched, *, now):
    change = ClockChange.objects.create(school_system=system)
    for move in moves:
        move.school_system_id, move.change = system.pk, change
    DateMove.objects.bulk_create(moves, batch_size=1000)
    people = RoundPeople.of(system, now.astimezone(system.zone).date())
    ids = {person for row in touched for person in people.concerned(row)}
    told = User.objects.active().filter(pk__in=ids).select_related("school_system")
    notify("round_dates_moved", about=change, to=told, now=now)


def _open_rounds(system):
    rows = ObservationRound.objects.open().filter(school_system=system, teacher__is_active=True)
    return rows.select_related("school").order_by("pk")


def _spans_of(rows, clock):
    """(step, when it now is, round) of every step of these rounds: one query for the steps."""
    rows = {row.pk: row for row in rows}
    steps = defaultdict(list)
    for step in RoundStep.objects.filter(round__in=rows):
        steps[step.round_id].append(step)
    for pk, row in rows.items():
        spans = clock.spans(row)
        for step in steps[pk]:
            yield step, spans[step.step], row


def _differs(step, span):
    return any(getattr(step, name) != getattr(span, name) for name in DATES)


def _set(step, span):
    for name in DATES:
        setattr(step, name, getattr(span, name))
