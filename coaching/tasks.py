"""What starts because of the time."""

from celery import shared_task
from django.utils import timezone

from coaching import reminders
from coaching.actions import artifact, draft_end, feedback_end
from coaching.actions.clock import replan
from coaching.actions.walkthrough import share_overdue
from people.models import SchoolSystem


@shared_task
def plan_reminders():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        replan(system, now=now)
        reminders.plan_reminders(system, now=now)


@shared_task
def share_walkthroughs():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        share_overdue(reminders.overdue_walkthroughs(system, now=now), now=now)


@shared_task
def tidy_artifacts():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        artifact.tidy_artifacts(system, now=now)
    artifact.erase_orphans(now=now)


@shared_task
def plan_draft_ends():
    now = timezone.now()
    for system in SchoolSystem.objects.all():
        draft_end.plan_ends(system, now=now)
        feedback_end.plan_feedback_ends(system, now=now)
    draft_end.sweep_drafts(now)


@shared_task
def end_draft(pk):
    now = timezone.now()
    draft_end.end_draft(pk, now=now)
    feedback_end.end_feedback(pk, now=now)
