"""The doors that time opens."""

from celery import shared_task
from django.utils import timezone

from people.actions import session


@shared_task
def tidy_sessions():
    session.tidy_sessions(timezone.now())
