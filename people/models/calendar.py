import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from core.rows import Row

LONGEST_YEAR = dt.timedelta(days=400)


class DateSpan(Func):
    """The days from a start (inclusive) to an end (exclusive), as Postgres knows them."""

    function = "daterange"
    output_field = DateRangeField()


class InSystemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Years, terms and closures are open to the whole system (permissions R02)."""
        return self.filter(school_system=user.school_system_id)

    def on(self, day):
        """Those of which `day` is one."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class SchoolYear(Row):
    """A school year such as 2026–27; both dates are school days' bounds, the last day included."""

    name = models.CharField(max_length=20, help_text="Like 2026–27.")
    starts_on = models.DateField(verbose_name="first day")
    ends_on = models.DateField(verbose_name="last day")

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="school_year_ends_after_it_starts",
                violation_error_message="Enter a last day after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__lte=F("starts_on") + LONGEST_YEAR),
                name="a_school_year_takes_400_days_at_most",
                violation_error_message="Enter a last day at most 400 days after the first day.",
            ),
            models.UniqueConstraint(
                fields=["school_system", "name"],
                name="one_school_year_of_each_name",
                violation_error_message="There is already a school year of that name.",
            ),
            ExclusionConstraint(
                name="school_years_do_not_overlap",
                expressions=[
                    ("school_system", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="These dates overlap another school year.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:year_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id


class Term(Row):
    """A part of a school year, the last day included."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=40, help_text="Like Fall.")
    starts_on = models.DateField(verbose_name="first day")
    ends_on = models.DateField(verbose_name="last day")

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message="Enter a last day after the first day.",
            ),
            models.UniqueConstraint(
                fields=["school_year", "name"],
                name="one_term_of_each_name",
                violation_error_message="This year already has a term of that name.",
            ),
        ]

    def __str__(self):
        return self.name

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id


class Closure(Row):
    """Days without school, for the whole system or one school; the last day included."""

    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="closures"
    )
    label = models.CharField(max_length=100, help_text="Like Thanksgiving break.")
    starts_on = models.DateField(verbose_name="first day")
    ends_on = models.DateField(verbose_name="last day")

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="closure_ends_after_it_starts",
                violation_error_message="Enter a last day on or after the first day.",
            ),
            models.UniqueConstraint(
                fields=["school_system", "school", "starts_on", "ends_on"],
                nulls_distinct=False,
                name="one_closure_for_the_same_days",
                violation_error_message="These days are already entered as closed.",
            ),
        ]

    def __str__(self):
        return self.label

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id
