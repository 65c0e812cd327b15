"""When the school calendar moves due dates of observation rounds: what moved, told once."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from coaching.models.observation import CLOCK, RoundStep, near
from core.rows import Row


class ClockChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Changes that moved a date of a round which `user` sees (permissions R13)."""
        moves = DateMove.objects.visible_to(user).filter(change=OuterRef("pk"))
        return self.filter(Exists(moves), school_system=user.school_system_id)


class ClockChange(Row):
    """One change of the calendar, as far as it moved due dates: what people are told about once,
    however many rounds it touched."""

    objects = ClockChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return "Dates of observation rounds moved"

    def get_absolute_url(self):
        return reverse("coaching:round_moves", args=[self.pk])


class DateMoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the round whose date moved (permissions R13)."""
        return self.filter(near(user, "step__round__teacher"), CLOCK.is_on("step__round__school"))


class DateMove(Row):
    """One due date that moved: from when to when. None is a step that is paused."""

    change = models.ForeignKey(ClockChange, on_delete=models.PROTECT, related_name="moves")
    step = models.ForeignKey(RoundStep, on_delete=models.PROTECT, related_name="moves")
    was_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True)

    objects = DateMoveQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "step"], name="a_date_moves_once_a_change"),
        ]

    def __str__(self):
        return f"{self.was_due_on} → {self.due_on}"
