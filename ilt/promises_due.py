"""Promised steps of data reviews whose day has come, and nothing was said of them yet."""

from core import wall_clock
from ilt.models import PromisedStep
from notices.actions import Reminder
from notices.hours import DAY_BEGINS


def promises_due(system, now):
    """A reminder for whoever promised a step, on the day it is due; the slot is that day, so that a
    step given another day is told again."""
    today = now.astimezone(system.zone).date()
    steps = PromisedStep.objects.promised().filter(
        school_system=system, due_on__lte=today, owner__is_active=True
    )
    for step in steps:
        told_from = wall_clock.at(step.due_on, DAY_BEGINS, system.zone)
        yield Reminder(step, step.owner_id, str(step.due_on), told_from)
