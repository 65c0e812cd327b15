"""Plain builders of observation rounds, for the demo district and the tests."""

from django.utils import timezone

from coaching.actions.clock import new_steps, write_steps
from coaching.actions.observation import area_of, save_areas, with_numbers_of
from coaching.clock import Clock
from coaching.models import ObservationRound, RoundStep, SelfAssessment

NOW = timezone.now
COLUMNS = {f"{step}_on": step for step in RoundStep.Step if step != RoundStep.Step.NEXT_VISIT}


def make_round(teacher, year, by, *, now=None, **fields):
    """A round with its steps; those with a date in `fields` were entered by `by`."""
    now = now or NOW()
    school = fields.pop("school", None) or teacher.memberships.first().school
    row = ObservationRound(
        school_system=teacher.school_system,
        teacher=teacher,
        school=school,
        school_year=year,
        **fields,
    )
    with_numbers_of(row, teacher.school_system).save()
    clock = Clock.of(teacher.school_system)
    RoundStep.objects.bulk_create(new_steps(row, clock))
    done = [step for column, step in COLUMNS.items() if fields.get(column)]
    write_steps([row], clock, {(row.pk, step): (now, by.pk) for step in done})
    return row


def make_area(row, kind, indicator, by, *, is_official=True, text="", now=None):
    """An area of the post-conference; one that is not official waits to be confirmed."""
    area = area_of(row, kind, indicator, text, by=by, is_official=is_official, now=now or NOW())
    save_areas([area])
    return area


def make_self_assessment(row, *shown_to, **fields):
    """The teacher's words about the lesson, shown to these people."""
    assessment = SelfAssessment.objects.create(school_system=row.school_system, round=row, **fields)
    assessment.shown_to.add(*shown_to)
    return assessment
