"""What starts because of the time."""

from celery import shared_task
from django.utils import timezone

from collaboration.actions.retention import delete_past_student_work
from people.models import SchoolSystem


@shared_task
def tidy_student_work():
    """Class S ends sixty days after the school year."""
    for system in SchoolSystem.objects.all():
        delete_past_student_work(system, today=timezone.localdate(timezone=system.zone))
