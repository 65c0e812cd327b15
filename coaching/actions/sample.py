"""Starting a plan from a sample: the copy action of plans that are studied."""

import datetime as dt

from django.db import transaction

from coaching.actions.plan import start_plan
from coaching.models import (
    ActionStep,
    Cycle,
    Indicator,
    LookFor,
    Plan,
    ReflectionPrompt,
    Resource,
)
from coaching.samples import Sample
from people.models import User
from people.school_days import SchoolCalendar

SLACK = 4  # school days between the last step and the next observation, at least


@transaction.atomic
def start_from_sample(sample: Sample, teacher: User, *, by: User, now: dt.datetime) -> Plan:
    """Open a cycle with a draft that holds the sample's goal, steps, look-fors, resources and
    prompts.

    What is true of one class alone stays empty: the student need, where it stands, the target.
    Raises ValidationError as `start_plan` does.
    """
    plan = start_plan(teacher, by=by, now=now)
    plan.steps.update(removed_at=now)
    _write_goal(plan, sample)
    steps = _write_steps(plan, sample)
    _write_look_fors(plan, sample, steps)
    _write_resources(plan, sample, steps)
    _write_prompts(plan, sample)
    return plan


def _write_goal(plan, sample):
    Plan.objects.filter(pk=plan.pk).update(goal=sample.goal, measure=sample.measure)
    indicator = Indicator.objects.filter(
        school_system=plan.school_system_id, code__iexact=sample.indicator
    ).first()
    Cycle.objects.filter(pk=plan.cycle_id).update(
        refinement_indicator=indicator,
        refinement_descriptor=sample.descriptor if indicator else "",
    )


def _write_steps(plan, sample):
    """The steps, evenly before the next observation."""
    calendar = SchoolCalendar.of(plan.school)
    days = max(1, (sample.weeks * 5 - SLACK) // len(sample.steps))
    due_on = plan.teacher.today
    steps = []
    for order, step in enumerate(sample.steps, start=1):
        due_on = calendar.add(due_on, days)
        steps.append(
            ActionStep(
                school_system_id=plan.school_system_id,
                teacher_id=plan.teacher_id,
                coach_id=plan.coach_id,
                plan=plan,
                order=order,
                due_on=due_on,
                activity=step.activity,
                teacher_does=step.teacher_does,
                support=step.support,
            )
        )
    return ActionStep.objects.bulk_create(steps)


def _write_look_fors(plan, sample, steps):
    audiences = LookFor.Audience
    LookFor.objects.bulk_create(
        LookFor(
            school_system_id=plan.school_system_id,
            step=row,
            audience=audience,
            text=text,
            order=order,
        )
        for row, step in zip(steps, sample.steps, strict=True)
        for audience, texts in (
            (audiences.TEACHER, step.teacher_look_fors),
            (audiences.STUDENT, step.student_look_fors),
        )
        for order, text in enumerate(texts, start=1)
    )


def _write_resources(plan, sample, steps):
    Resource.objects.bulk_create(
        Resource(school_system_id=plan.school_system_id, step=row, title=title)
        for row, step in zip(steps, sample.steps, strict=True)
        for title in step.resources
    )


def _write_prompts(plan, sample):
    """In place of the two questions that every plan begins with."""
    plan.prompts.all().delete()
    ReflectionPrompt.objects.bulk_create(
        ReflectionPrompt(school_system_id=plan.school_system_id, plan=plan, order=order, text=text)
        for order, text in enumerate(sample.prompts, start=1)
    )
