"""Reminders of observation rounds: a step that is due soon, and one past its last day."""

import datetime as dt

from coaching.models import RoundStep
from coaching.models.observation import CLOCK
from coaching.round_people import RoundPeople
from notices.actions import remind


def remind_of_steps(day, *, now: dt.datetime) -> None:
    """Remind whoever does a step, when it is due soon and once more past its last day, each on a
    school day on which they are at work."""
    steps = list(_steps_to_do(day))
    remind("round_step_ahead", _ahead(day, steps), now=now)
    remind("round_step_open", _past(day, steps), now=now)


def _ahead(day, steps):
    for step, people in steps:
        yield from _reminders(day, step, people, due=step.soon_on)


def _past(day, steps):
    """On the first school day after the last one."""
    for step, people in steps:
        if step.due_on < day.today:
            due = day.school_days_after(step.due_on, 1, step.round.teacher_id)
            yield from _reminders(day, step, people, due=due)


def _steps_to_do(day):
    """(step, ids of those who do it) of every undone step that is due soon or earlier."""
    steps = RoundStep.objects.undone().filter(
        CLOCK.is_on("round__school"),
        school_system=day.system,
        soon_on__lte=day.today,
        round__teacher__is_active=True,
    )
    around = RoundPeople.of(day.system, day.today)
    for step in steps.select_related("round"):
        yield step, around.doing(step.round, step.step)


def _reminders(day, step, people, *, due):
    return day.reminders(step.round, people, slot=slot_of(step.step, step.due_on), due=due)


def slot_of(step, due_on) -> str:
    """Tells the reminders of a round apart: a date that moved is another reminder."""
    return f"{step} {due_on}"
