"""How many walkthroughs a week are wanted of whom, and the weeks that were submitted."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from coaching.models.relations import evaluates_where, leads_where
from core.rows import Row
from people.models import Feature

WEEKS = Feature.WALKTHROUGH_WEEKS

USUAL = 10
MOST = 50


class WalkthroughQuotaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A policy of the whole system (permissions R01)."""
        return self.filter(school_system=user.school_system_id)

    def on(self):
        return self.filter(per_week__gt=0)

    def asked_of(self, user):
        """Those that ask something of `user`: for each duty where a school led, or of somebody
        evaluated, has the weeks switched on."""
        duty = WalkthroughQuota.Duty
        leads, evaluates = leads_where(user, WEEKS), evaluates_where(user, WEEKS)
        return self.filter(
            Q(leads, duty=duty.SCHOOL_LEADER) | Q(evaluates, duty=duty.EVALUATOR),
            duty__in=user.duties,
        )


class WalkthroughQuota(Row):
    """How many walkthroughs each person with a duty makes in a week of five school days, and the
    weekday by which the week is submitted. Off where it is 0 or was never set."""

    class Duty(models.TextChoices):
        SCHOOL_LEADER = "school_leader", "School leaders"
        EVALUATOR = "evaluator", "Evaluators"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    duty = models.CharField(max_length=20, choices=Duty.choices)
    per_week = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST)], verbose_name="walkthroughs a week"
    )
    due_weekday = models.PositiveSmallIntegerField(
        choices=Weekday.choices, default=Weekday.FRIDAY, verbose_name="submitted by"
    )

    objects = WalkthroughQuotaQuerySet.as_manager()

    class Meta:
        ordering = ["duty"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_system", "duty"], name="one_walkthrough_quota_of_a_duty"
            ),
            models.CheckConstraint(
                condition=Q(per_week__lte=MOST, due_weekday__lte=4),
                name="a_walkthrough_quota_is_within_a_school_week",
            ),
        ]

    def __str__(self):
        return self.get_duty_display()

    def can_be_edited_by(self, user):
        """District staff and the system admin, as with the forms of walkthroughs."""
        is_here = user.school_system_id == self.school_system_id
        return is_here and (user.is_district_staff or user.is_system_admin)


class WalkthroughWeekQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own weeks, where a school led, or of somebody evaluated, has them."""
        return self.filter(leads_where(user, WEEKS) | evaluates_where(user, WEEKS), maker=user)

    def submitted(self):
        return self.filter(submitted_at__isnull=False)


class WalkthroughWeek(Row):
    """One person's week of walkthroughs, submitted with what had been made by then."""

    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="walkthrough_weeks"
    )
    monday = models.DateField()
    made = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)

    objects = WalkthroughWeekQuerySet.as_manager()

    class Meta:
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "monday"], name="one_week_of_walkthroughs_of_a_person"
            ),
            models.CheckConstraint(
                condition=Q(monday__iso_week_day=1), name="a_week_of_walkthroughs_begins_on_monday"
            ),
        ]

    def __str__(self):
        return f"Week of {self.monday}"
