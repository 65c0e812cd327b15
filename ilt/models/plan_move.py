"""What was done to many rows of a long-range plan at once, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row
from ilt.models.long_range_plan import LongRangePlan, OfPlanQuerySet


class PlanMoveQuerySet(OfPlanQuerySet):
    def open_on(self, day, user):
        """What the person did that day and has not taken back, latest first."""
        rows = self.filter(made_by=user, made_on=day, undone_at=None)
        return rows.order_by("-created_at", "-pk")


class PlanMove(Row):
    """A shift of cycles, a pasted table, or a copy of another year's plan.

    `rows` says what each cycle and week was and became: `{"cycles": {id: {…}}, "weeks": {id: {…}}}`
    with `was` (days before, for a shift), `days` and `version` after it. Whoever made it takes it
    back on the day it was made (`made_on`, in the school system's time), as long as nobody has
    changed these rows since.
    """

    class Kind(models.TextChoices):
        SHIFT = "shift", "Cycles shifted"
        PASTE = "paste", "Weeks pasted"
        COPY = "copy", "Plan copied"

    plan = models.ForeignKey(LongRangePlan, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    rows = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()
    undone_at = models.DateTimeField(null=True)

    objects = PlanMoveQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["shift", "paste", "copy"]), name="a_plan_move_is_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(rows__has_keys=["cycles", "weeks"]), name="a_plan_move_names_its_rows"
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan", "made_by", "made_on"],
                condition=Q(undone_at=None),
                name="plan_moves_to_take_back",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def can_be_undone_by(self, user):
        """Whoever made it, while they write the plan."""
        return self.made_by_id == user.pk and self.plan.can_be_edited_by(user)
