"""Learning walks: begun with their look-fors, tallied classroom by classroom."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, F, Value, When

from ilt.actions.rows import save_over
from ilt.models import LearningWalk, WalkLookFor


@transaction.atomic
def save_walk(walk: LearningWalk, before: dict, *, bank: Iterable, typed: list[str]):
    """Save a walk, and add look-fors of the bank and typed ones after those it has.

    Raises ChangedMeanwhileError, IntegrityError.
    """
    save_over(walk, before)
    there = {row.text.casefold(): row.order for row in walk.look_fors.all()}
    wanted = [(one.text, one) for one in bank] + [(text, None) for text in typed]
    rows = []
    for text, one in wanted:
        if text.casefold() not in there:
            there[text.casefold()] = order = len(there) + 1
            rows.append(_look_for(walk, text, one, order))
    WalkLookFor.objects.bulk_create(rows)
    return walk


def _look_for(walk, text, bank_look_for, order):
    return WalkLookFor(
        school_system_id=walk.school_system_id,
        walk=walk,
        bank_look_for=bank_look_for,
        text=text,
        order=order,
    )


@transaction.atomic
def tally(walk: LearningWalk, marks: dict) -> None:
    """One more classroom: {id of a look-for: "seen", "partly" or "not_seen"}. What several people
    send at once all counts."""
    LearningWalk.objects.filter(pk=walk.pk).update(classrooms=F("classrooms") + 1)
    counted = {
        column: F(column) + Case(When(pk__in=ids, then=Value(1)), default=Value(0))
        for column in WalkLookFor.MARKS
        if (ids := [pk for pk, mark in marks.items() if mark == column])
    }
    if counted:
        walk.look_fors.update(**counted)


@transaction.atomic
def correct(walk: LearningWalk, classrooms: int, counts: dict) -> None:
    """Put the numbers right: {look-for: {column: number}}."""
    LearningWalk.objects.filter(pk=walk.pk).update(classrooms=classrooms)
    for look_for, numbers in counts.items():
        WalkLookFor.objects.filter(pk=look_for.pk).update(**numbers)
