from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.leases import Leased, LeasedQuerySet
from core.rows import Row
from people.models.calendar import SchoolYear, Term


class RollOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The roll-over is the system admin's (permissions R02, R04, R05)."""
        if user.is_system_admin:
            return self.filter(school_system=user.school_system_id)
        return self.none()

    def with_years(self):
        """With both years and the system; `has_terms`: whether the new year's are entered."""
        terms = Term.objects.filter(school_year=models.OuterRef("to_year"))
        rows = self.select_related("school_system", "from_year", "to_year")
        return rows.annotate(has_terms=models.Exists(terms))


class RollOver(Row):
    """A school system goes from one school year into the next: at most once for each year.

    Who moves and who leaves is chosen before; then each school is rolled over by itself, and may
    be taken back by itself.
    """

    from_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    to_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = RollOverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["to_year"],
                name="one_roll_over_into_a_year",
                violation_error_message="The roll-over into this year is prepared already.",
            ),
            models.CheckConstraint(
                condition=~Q(from_year=models.F("to_year")),
                name="a_roll_over_leads_into_another_year",
            ),
        ]

    def __str__(self):
        return "Roll-over"

    def get_absolute_url(self):
        return reverse("reports:roll_over_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id


class RollOverChoice(Row):
    """A role that does not simply go on into the next year; who has no such row stays."""

    class Goes(models.TextChoices):
        MOVES = "moves", "Moves to another school"
        LEAVES = "leaves", "Leaves"

    roll_over = models.ForeignKey(RollOver, on_delete=models.PROTECT, related_name="choices")
    membership = models.ForeignKey("people.Membership", on_delete=models.PROTECT, related_name="+")
    goes = models.CharField(max_length=10, choices=Goes.choices)
    to_school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll_over", "membership"], name="one_choice_for_each_role"
            ),
            models.CheckConstraint(
                condition=Q(goes="moves", to_school__isnull=False)
                | Q(goes="leaves", to_school__isnull=True),
                name="whoever_moves_moves_to_a_school",
            ),
        ]

    def __str__(self):
        return self.get_goes_display()


class RollOverSchoolQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """As the roll-over they belong to."""
        if user.is_system_admin:
            return self.filter(school_system=user.school_system_id)
        return self.none()


class RollOverSchool(Row, Leased):
    """One school on its way into the next year: rolled over in one transaction, undoable.

    Cancelled means taken back. `seen` is what the admin said yes to; `undo` is what taking it back
    needs to know.
    """

    roll_over = models.ForeignKey(RollOver, on_delete=models.PROTECT, related_name="schools")
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=32)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)

    objects = RollOverSchoolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll_over", "school"], name="a_school_is_rolled_over_once"
            ),
        ]

    def __str__(self):
        return self.get_state_display()

    @property
    def is_open(self):
        """Not rolled over and not about to be: people may still be moved."""
        return self.state not in (self.State.DUE, self.State.DONE)
