from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row


class LookForMark(Row):
    """How a look-for of the plan, or of the bank, showed in a visit, as one person saw it."""

    class Value(models.TextChoices):
        SEEN = "seen", "Seen"
        PARTLY = "partly", "Partly"
        NOT_SEEN = "not_seen", "Not seen"
        NO_CHANCE = "no_chance", "No chance to see"

    visit = models.ForeignKey("coaching.Visit", on_delete=models.PROTECT, related_name="marks")
    look_for = models.ForeignKey(
        "coaching.LookFor", on_delete=models.PROTECT, null=True, related_name="marks"
    )
    bank_look_for = models.ForeignKey(
        "coaching.BankLookFor", on_delete=models.PROTECT, null=True, related_name="marks"
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    value = models.CharField(max_length=10, choices=Value.choices)
    count = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__in=["seen", "partly", "not_seen", "no_chance"]),
                name="a_mark_says_how_it_showed_and_is_no_score",
            ),
            models.CheckConstraint(
                condition=Q(look_for__isnull=False) ^ Q(bank_look_for__isnull=False),
                name="a_mark_is_about_one_look_for",
            ),
            models.UniqueConstraint(
                fields=["visit", "look_for", "bank_look_for", "marked_by"],
                nulls_distinct=False,
                name="one_mark_of_each_person",
            ),
        ]

    def __str__(self):
        return self.get_value_display()


class SkippedMarks(Row):
    """The teacher chose not to mark a visit: from then on the coach's marks show."""

    visit = models.OneToOneField(
        "coaching.Visit", on_delete=models.PROTECT, related_name="skipped_marks"
    )

    def __str__(self):
        return "Skipped"
