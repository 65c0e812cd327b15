"""Figures by school, grade, subject and student group: never by student (S1.15, S2.46)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import SchoolsDataQuerySet, can_keep_for


class DataSetQuerySet(SchoolsDataQuerySet):
    def kept(self):
        """Without those that were removed; reviews that were held keep them all the same."""
        return self.filter(removed_at=None)


class DataSet(Row):
    """One set of results: what was measured, when, with which levels.

    A removed one stays as a row: reviews that were held show it still, and it can come back.
    """

    class Kind(models.TextChoices):
        STATE_TEST = "state_test", "State test"
        SCREENER = "screener", "Screener"
        CURRICULUM = "curriculum", "Assessment of the curriculum"
        ATTENDANCE = "attendance", "Attendance"
        BEHAVIOR = "behavior", "Behavior"
        SURVEY = "survey", "Teacher survey"
        OTHER = "other", "Something else"

    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_on = models.DateField(verbose_name="from")
    ends_on = models.DateField(verbose_name="to")
    levels = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Names of the levels, lowest first. Empty where one value is given.",
    )
    source = models.CharField(max_length=200, blank=True, verbose_name="where it comes from")

    removed_at = models.DateTimeField(null=True, editable=False)

    objects = DataSetQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_data_set_ends_after_it_starts",
                violation_error_message="Enter a last day on or after the first day.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_data_set_has_a_title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("goals:data_set_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """Its leadership team (permissions R39)."""
        same = user.school_system_id == self.school_system_id
        return same and can_keep_for(user, self.school_id)


class DataPointQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The figures of the data sets the person may read (permissions R39)."""
        return self.filter(data_set__in=DataSet.objects.visible_to(user))


class DataPoint(Row):
    """One line of a data set: `n` students of a group, with one `value` or a count per level."""

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="points")
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    student_group = models.CharField(max_length=80, blank=True)
    n = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    counts = ArrayField(models.PositiveIntegerField(), default=list)

    objects = DataPointQuerySet.as_manager()

    class Meta:
        ordering = ["school", "grade", "subject", "student_group"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(counts__len__gte=1),
                name="a_data_point_has_a_figure",
            ),
            models.UniqueConstraint(
                fields=["data_set", "school", "grade", "subject", "student_group"],
                name="one_figure_of_a_group",
                violation_error_message="This school, grade, subject and group are there already.",
            ),
        ]
