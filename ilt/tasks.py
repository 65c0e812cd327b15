"""What starts because of the time."""

from celery import shared_task
from django.utils import timezone

from ilt.promises_due import promises_due
from ilt.review_due import reviews_due
from notices.actions import remind
from people.models import SchoolSystem


@shared_task
def plan_reminders():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        remind("data_review_due", reviews_due(system, now), now=now)
        remind("promised_step_due", list(promises_due(system, now)), now=now)
