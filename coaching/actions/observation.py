"""What happens in a round of formal observation: it begins, steps are done, areas are entered."""

import datetime as dt

from django.db import transaction

from coaching.actions.clock import UNDONE, new_steps, write_steps
from coaching.actions.walkthrough import hold_back_again, share_at_post_conference
from coaching.clock import Clock
from coaching.models import (
    Indicator,
    ObservationArea,
    ObservationRound,
    RoundStep,
    SelfAssessment,
)
from coaching.round_people import formal_people
from notices.actions import notify
from people.models import SchoolSystem, User

Step = RoundStep.Step
# What must be taken back before a step is.
FOLLOWED_BY = {
    Step.VISIT: (Step.SELF_ASSESSMENT, Step.POST_CONFERENCE),
    Step.POST_CONFERENCE: (Step.ADJUSTMENT, Step.FOLLOW_UP),
}


def with_numbers_of(row: ObservationRound, system: SchoolSystem) -> ObservationRound:
    """The round keeps the numbers of the school system as they stand today."""
    for name in ObservationRound.NUMBERS:
        setattr(row, name, getattr(system, name))
    return row


@transaction.atomic
def begin_round(row: ObservationRound, *, by: User) -> None:
    """Begin a round: who is observed, where, announced or not.

    Raises IntegrityError naming the constraint that refuses it: another round is open, or an
    unannounced visit has a date.
    """
    with_numbers_of(row, by.school_system).save()
    RoundStep.objects.bulk_create(new_steps(row, Clock.of(by.school_system)))


@transaction.atomic
def record_step(
    row: ObservationRound, step: str, day: dt.date, *, by: User, now: dt.datetime
) -> None:
    """A step was done on `day`; who says so, and when, is kept. What follows becomes due.

    Raises IntegrityError naming the constraint where the dates are reversed.
    """
    row = _locked(row)
    _write(row, {f"{step}_on": day}, {step: (now, by.pk)})
    if step == Step.POST_CONFERENCE:
        share_at_post_conference([row], now=now)


@transaction.atomic
def take_back_step(row: ObservationRound, step: str) -> bool:
    """A step was entered by mistake; False where something that follows it is entered too."""
    row = _locked(row)
    if any(row.date_of(later) for later in FOLLOWED_BY.get(step, ())):
        return False
    _write(row, {f"{step}_on": None}, {step: UNDONE})
    if step == Step.POST_CONFERENCE:
        hold_back_again([row])
    return True


@transaction.atomic
def plan_round(row: ObservationRound, **dates) -> None:
    """Change whether the visit is announced, its date, and when the next one is expected.

    Raises IntegrityError naming the constraint that refuses it.
    """
    _write(_locked(row), dates, {})


def _write(row, columns, stamps):
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    stamped = {(row.pk, step): stamp for step, stamp in stamps.items()}
    write_steps([row], Clock.of(row.teacher.school_system), stamped)


def close_round(row: ObservationRound, *, by: User, now: dt.datetime) -> None:
    """No further step is asked for. Closing a closed round does nothing."""
    rows = ObservationRound.objects.open().filter(pk=row.pk)
    rows.update(closed_at=now, closed_by=by)


@transaction.atomic
def enter_areas(
    row: ObservationRound,
    areas: dict[str, tuple[Indicator, str] | None],
    dates: dict[str, dt.date],
    *,
    by: User,
    is_official: bool,
    now: dt.datetime,
) -> None:
    """Keep what a post-conference agreed on: {kind: (indicator, descriptor)}, None for nothing.

    Entered by evaluator or leader it is confirmed; copied by coach or teacher "from the official
    record" it waits for that, with the `dates` that were missing, and what is confirmed already
    stays. Evaluators are told of a copy.
    """
    row = _locked(row)
    if dates:
        done = {name.removesuffix("_on"): (now, by.pk) for name in dates}
        _write(row, dates, done)
    if "post_conference_on" in dates:
        share_at_post_conference([row], now=now)
    kept = ObservationArea.objects.filter(round=row)
    if not is_official:
        confirmed = set(kept.exclude(confirmed_at=None).values_list("kind", flat=True))
        areas = {kind: area for kind, area in areas.items() if kind not in confirmed}
    kept.filter(kind__in=[kind for kind, area in areas.items() if area is None]).delete()
    written = [
        area_of(row, kind, *area, by=by, is_official=is_official, now=now)
        for kind, area in areas.items()
        if area
    ]
    save_areas(written)
    if written and not is_official:
        _ask_to_confirm(row, now=now)


def area_of(row, kind, indicator, descriptor, *, by, is_official, now) -> ObservationArea:
    """One area, not saved yet; confirmed where evaluator or leader enters it."""
    return ObservationArea(
        school_system_id=row.school_system_id,
        round=row,
        kind=kind,
        indicator=indicator,
        descriptor=descriptor,
        entered_by=by,
        entered_at=now,
        confirmed_by=by if is_official else None,
        confirmed_at=now if is_official else None,
    )


def save_areas(areas: list[ObservationArea]) -> None:
    """One area of each kind: a later one takes the place of the one before."""
    columns = [
        "indicator",
        "descriptor",
        "entered_by",
        "entered_at",
        "confirmed_by",
        "confirmed_at",
    ]
    ObservationArea.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["round", "kind"], update_fields=columns
    )


def _ask_to_confirm(row, *, now):
    told = formal_people(row, now.astimezone(row.teacher.zone).date())
    notify("areas_to_confirm", about=row, to=told, now=now, slot=now.isoformat()[:32])


def confirm_areas(row: ObservationRound, *, by: User, now: dt.datetime) -> None:
    """Evaluator or leader says that what was copied is what the official record says."""
    waiting = ObservationArea.objects.filter(round=row).unconfirmed()
    waiting.update(confirmed_by=by, confirmed_at=now)


@transaction.atomic
def save_self_assessment(
    assessment: SelfAssessment, *, is_done: bool, today: dt.date, now: dt.datetime
) -> None:
    """Keep the teacher's words; where she is done, the step is. It stays hers until she shows it.

    Raises IntegrityError where the words are only a score.
    """
    row = _locked(assessment.round)
    assessment.save()
    if is_done and row.self_assessment_on is None:
        stamp = (now, row.teacher_id)
        _write(row, {"self_assessment_on": today}, {Step.SELF_ASSESSMENT: stamp})


@transaction.atomic
def show_self_assessment(assessment: SelfAssessment, to: User, *, now: dt.datetime) -> None:
    """The teacher shows it to one person, who is told. Showing it again does nothing."""
    if not assessment.shown_to.filter(pk=to.pk).exists():
        assessment.shown_to.add(to)
        slot = now.isoformat()[:32]
        notify("self_assessment_shown", about=assessment, to=[to], now=now, slot=slot)


def hide_self_assessment(assessment: SelfAssessment, from_: User) -> None:
    """The teacher takes back that she shows it to this person."""
    assessment.shown_to.remove(from_)


def _locked(row):
    rows = ObservationRound.objects.select_for_update(of=("self",))
    return rows.select_related("teacher__school_system").get(pk=row.pk)
