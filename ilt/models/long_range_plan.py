"""A leadership team's year, cycle by cycle and week by week (S2.24, S2.33)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import OpenToSchoolQuerySet, can_keep_for
from people.models.calendar import DateSpan


class AllDays(DateSpan):
    """The days from the first to the last, both included."""

    template = "%(function)s(%(expressions)s, '[]')"


class LongRangePlanQuerySet(OpenToSchoolQuerySet):
    def printable_by(self, user):
        """Those the person may take along as a PDF: who writes them, the district's coaching staff
        and the system's leadership team; of the system's plan every principal (permissions R30,
        R31)."""
        if user.is_district_staff or user.is_in_system_ilt:
            return self.filter(school_system=user.school_system_id)
        own = self.filter(school__in=user.led_school_ids | user.ilt_school_ids)
        if not user.led_school_ids:
            return own
        return own | self.filter(school=None, school_system=user.school_system_id)


class LongRangePlan(Row):
    """The plan of one leadership team for one school year. `school` is the team's, empty for the
    system's own. `version` counts changes of its rows: what came, went or moved."""

    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, related_name="long_range_plans", editable=False
    )
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    school_year = models.ForeignKey(
        "people.SchoolYear", on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LongRangePlanQuerySet.as_manager()

    class Meta:
        ordering = ["-school_year__starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "school_year"],
                name="one_long_range_plan_of_a_team_a_year",
                violation_error_message="The team has a plan for this school year already.",
            ),
        ]

    def __str__(self):
        return f"Long-range plan {self.school_year.name}"

    def get_absolute_url(self):
        return reverse("ilt:plan_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """The leadership team; of a school also its principals (permissions R30, R31)."""
        same = user.school_system_id == self.school_system_id
        return same and can_keep_for(user, self.school_id)

    def can_be_printed_by(self, user):
        """As `printable_by`."""
        if self.school_system_id != user.school_system_id:
            return False
        if self.can_be_edited_by(user) or user.is_district_staff or user.is_in_system_ilt:
            return True
        return self.school_id is None and bool(user.led_school_ids)


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the long-range plans the person may read (permissions R30, R31)."""
        return self.filter(plan__in=LongRangePlan.objects.visible_to(user))

    def kept(self):
        """Without what was removed; it can be brought back."""
        return self.filter(removed_at=None)


class PlanCycle(Row):
    """Some weeks on one priority, towards one short-term goal; the last day belongs to it.

    The database keeps a cycle's weeks within its days, whichever of the two is changed.
    """

    plan = models.ForeignKey(LongRangePlan, on_delete=models.PROTECT, related_name="cycles")
    starts_on = models.DateField(verbose_name="first day")
    ends_on = models.DateField(verbose_name="last day")
    priority = models.TextField(
        blank=True, help_text="The key shifts of the state, or the system’s own priority."
    )
    goal = models.ForeignKey(
        "goals.Goal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_cycles",
        verbose_name="short-term goal",
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_plan_cycle_has_a_window",
                violation_error_message="Enter a last day after the first day.",
            ),
            ExclusionConstraint(
                name="cycles_of_a_plan_follow_each_other",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    (AllDays("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at=None),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another cycle of this plan runs on these days.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="a_cycle_with_its_plan"),
        ]

    def __str__(self):
        return self.priority

    def can_be_edited_by(self, user):
        return self.plan.can_be_edited_by(user)


class PlanWeek(Row):
    """One week of a cycle, and the meeting it becomes. The database ties its cycle to its plan, and
    its day to the days of its cycle."""

    TEXTS = ("topics", "outcome", "materials", "actions", "progress")

    plan = models.ForeignKey(LongRangePlan, on_delete=models.PROTECT, related_name="weeks")
    cycle = models.ForeignKey(PlanCycle, on_delete=models.PROTECT, related_name="weeks")
    on = models.DateField(verbose_name="week or date")
    topics = models.TextField(blank=True)
    outcome = models.TextField(
        blank=True, help_text="What members will know and be able to do after the meeting."
    )
    materials = models.TextField(blank=True, verbose_name="materials and resources")
    actions = models.TextField(
        blank=True,
        verbose_name="actions after the meeting",
        help_text="Who does what, a line each.",
    )
    progress = models.TextField(blank=True, verbose_name="progress and next steps")
    meeting = models.OneToOneField(
        "meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="plan_week",
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="one_week_of_a_plan_on_a_day",
                expressions=[("plan", RangeOperators.EQUAL), ("on", RangeOperators.EQUAL)],
                condition=Q(removed_at=None),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="The plan has a meeting on that day already.",
            ),
        ]

    def __str__(self):
        return self.topics

    def can_be_edited_by(self, user):
        return self.plan.can_be_edited_by(user)


class PlanEdit(Row):
    """What stood in a cell before somebody changed it: nothing written is lost, and the other
    editors see by whom. `row` is the week or the cycle."""

    plan = models.ForeignKey(LongRangePlan, on_delete=models.PROTECT, related_name="edits")
    row = models.UUIDField()
    field = models.CharField(max_length=20)
    was = models.TextField(blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["edited_at", "pk"]
        indexes = [
            models.Index(fields=["plan", "edited_at"], name="edits_of_a_plan"),
            models.Index(fields=["row", "field", "-edited_at"], name="edits_of_a_cell"),
        ]

    def __str__(self):
        return self.field
