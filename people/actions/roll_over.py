"""A school system goes into the next school year: prepared, rolled over school by school, undone.

Each school is one transaction. A school whose rows are no longer as the admin saw them fails by
itself and stays as it was; the others go on.
"""

import datetime as dt
import uuid

from django.db import IntegrityError, models, transaction

from core.leases import Leased, ring_on_commit, sweep
from people.actions import undoing
from people.actions.import_batch import ChangedError, RefusedError
from people.actions.session import end_sessions
from people.models import (
    CoachAssignment,
    EvaluatorAssignment,
    Membership,
    RollOver,
    RollOverChoice,
    RollOverSchool,
    SchoolSystem,
    SchoolYear,
    User,
)
from people.roll_over import Draft

ROLL_SCHOOL = "people.tasks.roll_school"
MODELS = (Membership, CoachAssignment, EvaluatorAssignment)
State = Leased.State
CHANGED = "Somebody changed these people since you looked. Look at the school again, then go on."
NOTHING_BEFORE = "There is no school year before this one. Enter it first."
RUNNING = "This school is rolled over already. Take that back first."
REPLACED = "Some of these people have another coach, evaluator or role by now: end that first."


class LostError(Exception):
    """Another worker has the school meanwhile: this one writes nothing."""


@transaction.atomic
def prepare(to_year: SchoolYear, *, by: User) -> RollOver:
    """The roll-over into `to_year`: the one that is prepared already, or a new one.

    Raises RefusedError where no year comes before it.
    """
    before = SchoolYear.objects.filter(
        school_system=by.school_system_id, ends_on__lt=to_year.starts_on
    )
    from_year = before.order_by("-ends_on").first()
    if from_year is None:
        raise RefusedError(NOTHING_BEFORE)
    made = {"school_system_id": by.school_system_id, "from_year": from_year, "prepared_by": by}
    return RollOver.objects.get_or_create(to_year=to_year, defaults=made)[0]


@transaction.atomic
def choose(roll_over: RollOver, school_id: uuid.UUID, choices: list[RollOverChoice]) -> None:
    """Keep who moves and who leaves at one school; who is not among them stays.

    Raises RefusedError where the school is rolled over by now.
    """
    _locked(roll_over)
    rows = roll_over.schools.filter(school=school_id, state__in=(State.DUE, State.DONE))
    if rows.exists():
        raise RefusedError(RUNNING)
    roll_over.choices.filter(membership__school=school_id).delete()
    RollOverChoice.objects.bulk_create(choices)


def _locked(roll_over):
    """The roll-over with its system and years; whoever else starts or changes it waits."""
    rows = RollOver.objects.select_for_update(of=("self",))
    return rows.select_related("school_system", "from_year", "to_year").get(pk=roll_over.pk)


@transaction.atomic
def start(roll_over, school_ids, *, seen: str, now: dt.datetime, today: dt.date) -> int:
    """Have these schools rolled over, each by itself: how many are started.

    What is done or under way is left alone, so that pressing twice, or two people at once, rolls
    nothing twice. Raises ChangedError where the preview is no longer what would happen.
    """
    roll_over = _locked(roll_over)
    draft = Draft(roll_over, today)
    if draft.fingerprint != seen:
        raise ChangedError(CHANGED)
    known = {row.school_id: row for row in roll_over.schools.all()}
    wanted = [pk for pk in school_ids if pk in draft.schools]
    wanted = [pk for pk in wanted if pk not in known or known[pk].is_open]
    fresh = {"state": State.DUE, "attempts": 0, "due_at": now, "reason": "", "finished_at": None}
    for pk in wanted:
        row, _is_new = RollOverSchool.objects.update_or_create(
            roll_over=roll_over,
            school_id=pk,
            defaults={
                **fresh,
                "school_system_id": roll_over.school_system_id,
                "leased_until": None,
                "seen": draft.schools[pk].fingerprint,
            },
        )
        ring_on_commit(ROLL_SCHOOL, row.pk)
    return len(wanted)


def roll_school(pk, *, now: dt.datetime) -> None:
    """Roll one school over, if it is due and free; what stands in the way is written down."""
    row = RollOverSchool.objects.claim(pk, now)
    if row is None:
        return
    try:
        _roll(row, now)
    except ChangedError as error:
        row.finish(State.FAILED, now=now, reason=error.reasons[0])
    except IntegrityError:
        row.finish(State.FAILED, now=now, reason=CHANGED)
    except LostError:
        return


@transaction.atomic
def _roll(row, now):
    system = SchoolSystem.objects.select_for_update(no_key=True).get(pk=row.school_system_id)
    _hold(Membership.objects.filter(school=row.school_id).values("user"))
    roll_over = _locked(row.roll_over)
    today = now.astimezone(system.zone).date()
    draft = Draft(roll_over, today)
    school = draft.schools[row.school_id]
    if school.fingerprint != row.seen:
        raise ChangedError(CHANGED)
    counts = school.counts
    before = undoing.write(school.changes)
    Membership.objects.bulk_create(school.memberships)
    if draft.leaves_on <= today:
        for person in school.gone:
            end_sessions(person)
    made = {str(made.pk): made.ends_on and made.ends_on.isoformat() for made in school.memberships}
    undo = {"before": before, "made": made}
    if not row.finish(State.DONE, now=now, undo=undo, counts=counts):
        raise LostError


def _hold(people):
    """Hold these people: whoever gives one of them a coach meanwhile waits."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk", flat=True))


def undo_schools(rows, *, now: dt.datetime) -> int:
    """Take back what the roll-over did at each of these schools, each by itself: how many.

    Where somebody built on it, the school stays as it is, and its row says why.
    """
    undone = 0
    for row in rows:
        try:
            undone += _undo(row.pk, now)
        except RefusedError as error:
            RollOverSchool.objects.filter(pk=row.pk).update(
                reason=f"Not taken back. {error.reasons[0]}"[:300]
            )
        except IntegrityError:
            RollOverSchool.objects.filter(pk=row.pk).update(reason=f"Not taken back. {REPLACED}")
    return undone


@transaction.atomic
def _undo(pk, now) -> bool:
    row = RollOverSchool.objects.only("school_system_id").get(pk=pk)
    SchoolSystem.objects.select_for_update(no_key=True).get(pk=row.school_system_id)
    _hold(Membership.objects.filter(school=row.school_id).values("user"))
    row = RollOverSchool.objects.select_for_update().get(pk=pk)
    if row.state != State.DONE:
        return False
    made = Membership.objects.filter(pk__in=row.undo["made"])
    count = undoing.changed_since(row.undo["before"], MODELS) + _made_changed(row, made)
    if count:
        raise RefusedError(f"{count} of its roles or assignments were changed since.")
    try:
        made.delete()
    except models.ProtectedError as error:
        raise RefusedError("Leave is entered for somebody who moved: remove it first.") from error
    undoing.restore(row.undo["before"], MODELS)
    row.state, row.finished_at, row.reason = State.CANCELLED, now, ""
    row.save(update_fields=["state", "finished_at", "reason"])
    return True


def _made_changed(row, made):
    """How many of the roles that were made are gone, or end on another day by now."""
    ends = {str(one.pk): one.ends_on and one.ends_on.isoformat() for one in made}
    return sum(ends.get(pk, "gone") != end for pk, end in row.undo["made"].items())


def sweep_roll_overs(now: dt.datetime) -> None:
    """Ring for schools that wait, or whose worker died."""
    sweep(RollOverSchool.objects.all(), ROLL_SCHOOL, now)
