"""Completed plans, and the success stories told of them."""

from django.utils import timezone

from coaching.models import Cycle, Plan
from demo.builders.coaching import make_plan
from reports.models import SuccessStory


def complete(plan):
    """The plan as it stands after both have signed it and its work is done."""
    now = timezone.now()
    Plan.objects.filter(pk=plan.pk).update(
        status=Plan.Status.COMPLETED, agreed_at=plan.agreed_at or now, completed_at=now
    )
    Cycle.objects.filter(pk=plan.cycle_id).update(closed_at=now)
    plan.refresh_from_db()
    return plan


def make_story(teacher, coach, **fields):
    """A published story of a completed plan of its own, for the teacher's school, without name."""
    told = {"title": "Everybody explains", "text": "20 of 24 students explain their claim."}
    story = SuccessStory.of(complete(make_plan(teacher, coach)))
    for name, value in (told | fields).items():
        setattr(story, name, value)
    story.publish(timezone.now())
    return story
