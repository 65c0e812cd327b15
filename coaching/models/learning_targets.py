"""The targets a teacher sets for what students learn, beside the coaching plan (S0.28)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from coaching.models.relations import owned
from core.rows import Row


class LearningTargetsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two who write the plan, and nobody else whatever their title: as its draft
        (permissions R14), also once the plan is agreed."""
        as_coach = Q(plan__coach=user, plan__teacher__in=owned(user))
        return self.filter(Q(plan__teacher=user) | as_coach)


class LearningTargets(Row):
    """Up to two student learning targets beside a plan, with the reflection at the end, or a link
    to where the school system keeps them. No part of the plan of record."""

    TEXTS = ("first", "second", "reflection", "kept_at")

    plan = models.OneToOneField(
        "coaching.Plan", on_delete=models.PROTECT, related_name="learning_targets"
    )
    first = models.TextField(blank=True, verbose_name="first target")
    second = models.TextField(blank=True, verbose_name="second target")
    reflection = models.TextField(blank=True)
    kept_at = models.CharField(max_length=500, blank=True, verbose_name="where they are kept")

    objects = LearningTargetsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "learning targets"
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at="") | Q(kept_at__regex="^https?://"),
                name="learning_targets_are_kept_at_a_link",
                violation_error_message="Enter a link that begins with https://.",
            ),
        ]

    def __str__(self):
        return "Student learning targets"

    def get_absolute_url(self):
        return reverse("coaching:learning_targets", args=[self.plan_id])

    @classmethod
    def begun(cls, plan):
        """Those of the plan; the first saving makes them."""
        own = {"school_system_id": plan.school_system_id}
        return cls.objects.get_or_create(plan=plan, defaults=own)[0]

    @staticmethod
    def can_be_written_by(plan, user) -> bool:
        """The two who write the plan; a leader's plan has no students of its own."""
        return not plan.is_leaders and plan.is_partner(user)
