"""What starts because of the time."""

from celery import shared_task
from django.utils import timezone

from ilt import reminders
from people.models import SchoolSystem


@shared_task
def plan_reminders():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        reminders.plan_reminders(system, now=now)
