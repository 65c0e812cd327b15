from django.db import models
from django.db.models.functions import Lower

from core.rows import Row


class InSystemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rubrics and the look-for bank are open to the whole system (permissions R55)."""
        return self.filter(school_system=user.school_system_id)


class BankLookForQuerySet(InSystemQuerySet):
    def offered(self):
        """Look-fors that nobody has ended."""
        return self.filter(ended_at=None)


class Rubric(Row):
    """A rubric of the system as data; a starting set says that it must be checked (b.6)."""

    name = models.CharField(max_length=120)
    is_to_be_checked = models.BooleanField(
        default=True, verbose_name="check against your official rubric"
    )

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def can_be_edited_by(self, user):
        """District staff and system admin keep the rubric and the bank (permissions R55)."""
        is_keeper = user.is_district_staff or user.is_system_admin
        return is_keeper and user.school_system_id == self.school_system_id


class Indicator(Row):
    """One indicator of a rubric: code, name, and the domain it belongs to."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="indicators")
    domain = models.CharField(max_length=80)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                "rubric",
                Lower("code"),
                name="one_indicator_of_each_code",
                violation_error_message="This rubric already has an indicator of that code.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.code})"


class BankLookFor(Row):
    """A look-for of the system's bank: what is marked where there is no plan (S1.11)."""

    class Audience(models.TextChoices):
        TEACHER = "teacher", "Teacher look-for"
        STUDENT = "student", "Student look-for"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="look_fors")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    text = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BankLookForQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__order", "audience", "text"]

    def __str__(self):
        return self.text

    def end(self, *, now):
        """Offer it no more; what was marked with it stays."""
        self.ended_at = now
        self.save(update_fields=["ended_at"])

    def offer_again(self):
        self.ended_at = None
        self.save(update_fields=["ended_at"])
