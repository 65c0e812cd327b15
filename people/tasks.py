"""The doors that time opens."""

from celery import shared_task
from django.utils import timezone

from people.actions import roll_over, session


@shared_task
def tidy_sessions():
    session.tidy_sessions(timezone.now())


@shared_task
def roll_school(pk):
    roll_over.roll_school(pk, now=timezone.now())


@shared_task
def sweep_roll_overs():
    roll_over.sweep_roll_overs(timezone.now())
