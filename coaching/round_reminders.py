"""Reminders of observation rounds: a step that is due soon, and one past its last day."""

from coaching.models import RoundStep
from coaching.round_people import RoundPeople


def steps_ahead(day):
    """Steps that are due soon, for whoever does them, from the day on which they count as that."""
    for step, people in _steps_to_do(day):
        if step.soon_on <= day.today:
            yield from _reminders(day, step, people, due=step.soon_on)


def steps_open(day):
    """Steps past their last day, for whoever does them, on the first school day after it."""
    for step, people in _steps_to_do(day):
        if step.due_on < day.today:
            due = day.school_days_after(step.due_on, 1, step.round.teacher_id)
            yield from _reminders(day, step, people, due=due)


def _steps_to_do(day):
    """(step, ids of those who do it) of every undone step of the system that has a date."""
    steps = RoundStep.objects.undone().filter(
        school_system=day.system, due_on__isnull=False, round__teacher__is_active=True
    )
    around = RoundPeople.of(day.system, day.today)
    for step in steps.filter(soon_on__lte=day.today).select_related("round"):
        yield step, around.doing(step.round, step.step)


def _reminders(day, step, people, *, due):
    return day.reminders(step.round, people, slot=slot_of(step.step, step.due_on), due=due)


def slot_of(step, due_on) -> str:
    """Tells the reminders of a round apart: a date that moved is another reminder."""
    return f"{step} {due_on}"
