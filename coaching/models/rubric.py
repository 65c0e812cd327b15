from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.rows import Row
from people.models import Membership


class InSystemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rubrics and the look-for bank are open to the whole system (permissions R55)."""
        return self.filter(school_system=user.school_system_id)


class IndicatorQuerySet(InSystemQuerySet):
    def of_teachers(self):
        """Indicators of the educator rubric: what a teacher works on."""
        return self.filter(rubric__kind=Rubric.Kind.EDUCATOR)

    def of_leaders(self):
        """Indicators of the leader rubric: what a school leader works on."""
        return self.filter(rubric__kind=Rubric.Kind.LEADER)

    def about(self, person, today):
        """Of the rubric somebody (an id) is coached by: the leader rubric for who only leads."""
        only_leads = Membership.objects.active(today).only_leads(person)
        of_leaders = Q(rubric__kind=Rubric.Kind.LEADER)
        return self.filter((only_leads & of_leaders) | (~only_leads & ~of_leaders))


class BankLookForQuerySet(InSystemQuerySet):
    def offered(self):
        """Look-fors that nobody has ended."""
        return self.filter(ended_at=None)


class Rubric(Row):
    """A rubric of the system as data; a starting set says that it must be checked (b.6)."""

    class Kind(models.TextChoices):
        EDUCATOR = "educator", "Educator rubric"
        LEADER = "leader", "Leader rubric"

    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        default=Kind.EDUCATOR,
        db_default=Kind.EDUCATOR,
        editable=False,
    )
    is_to_be_checked = models.BooleanField(
        default=True, verbose_name="check against your official rubric"
    )

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_system"],
                condition=Q(kind="leader"),
                name="one_leader_rubric_of_a_system",
            ),
        ]

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

    objects = IndicatorQuerySet.as_manager()

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
