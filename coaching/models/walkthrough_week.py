from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row


class WalkthroughWeekQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A leader's own weeks; others see counts by school only (permissions R24, R42)."""
        return self.filter(leader=user)


class WalkthroughWeek(Row):
    """A school leader has submitted a week: how many walkthroughs were planned and made (S2.45).

    Submitting again before the deadline counts anew; both numbers stay as they stood.
    """

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="walkthrough_weeks"
    )
    week_of = models.DateField(help_text="The Monday.")
    planned = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()

    objects = WalkthroughWeekQuerySet.as_manager()

    class Meta:
        ordering = ["-week_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "week_of"], name="a_leader_submits_a_week_once"
            ),
            models.CheckConstraint(
                condition=Q(week_of__iso_week_day=1), name="a_week_of_walkthroughs_begins_on_monday"
            ),
        ]

    def __str__(self):
        return f"Week of {self.week_of}"
