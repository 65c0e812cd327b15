"""What stood behind a goal before somebody changed it: people, time, money, materials (S1.02)."""

from django.conf import settings
from django.db import models

from goals.models.goal import Goal, OfGoal


class EarlierResources(OfGoal):
    """The four texts of a goal's resources as they were until `replaced_at`."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="earlier_resources")
    with_people = models.TextField(blank=True)
    with_time = models.TextField(blank=True)
    with_money = models.TextField(blank=True)
    with_materials = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(with_people="", with_time="", with_money="", with_materials=""),
                name="earlier_resources_say_something",
            ),
        ]

    resources = Goal.resources
    RESOURCES = Goal.RESOURCES
