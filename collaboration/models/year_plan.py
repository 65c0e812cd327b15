"""What a teacher collaboration team studies in a school year (S2.28, S2.29)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from goals.models import Goal
from goals.models.reading import OpenToSchoolQuerySet, can_keep_for
from people.models import Team


def can_keep_studies(user, row) -> bool:
    """Whether the person plans a team's studies: the school's principals and leadership team, and
    the team's facilitators (permissions R34)."""
    if user.school_system_id != row.school_system_id:
        return False
    return can_keep_for(user, row.school_id) or row.team_id in user.facilitated_team_ids


class YearPlan(Row):
    """The year of one collaboration team, with the yearly goal that its cycles of study serve.

    `uses_field_tests` and `hours_a_month` switch on what most teams do not need: whether a strategy
    is tried out first, and the hours of learning below which the team's leaders are told (hours a
    month; nothing is told where it is empty).
    """

    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="year_plans", editable=False
    )
    team_kind = models.CharField(max_length=10, default=Team.Kind.TC, editable=False)
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, related_name="+", editable=False
    )
    school_year = models.ForeignKey(
        "people.SchoolYear", on_delete=models.PROTECT, related_name="+", editable=False
    )
    goal = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="year_plans",
        verbose_name="yearly goal",
        help_text="The team’s goal of the year; it serves a goal of the school.",
    )
    goal_level = models.CharField(max_length=11, default=Goal.Level.TC_YEAR, editable=False)
    uses_field_tests = models.BooleanField(
        default=False,
        verbose_name="the team keeps field tests",
        help_text="A strategy, its source, and what shows that it works, before everybody uses it.",
    )
    hours_a_month = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        verbose_name="hours of learning a month",
        help_text="Marks who had fewer, for the team’s leaders. Leave empty: nobody is marked.",
    )

    objects = OpenToSchoolQuerySet.as_manager()

    class Meta:
        ordering = ["-school_year__starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "school_year"],
                name="one_plan_of_a_collaboration_team_a_year",
                violation_error_message="The team has a plan for this school year already.",
            ),
            models.CheckConstraint(
                condition=Q(team_kind="tc"), name="a_year_plan_is_of_a_collaboration_team"
            ),
            models.CheckConstraint(
                condition=Q(goal_level="tc_year"), name="a_year_plan_has_a_yearly_goal"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_month=None) | Q(hours_a_month__range=(1, 60)),
                name="hours_of_learning_a_month_are_few",
                violation_error_message="Enter from 1 to 60 hours.",
            ),
        ]

    def __str__(self):
        return f"Yearly plan {self.school_year.name}"

    def get_absolute_url(self):
        address = reverse("collaboration:team_studies", args=[self.team_id])
        return f"{address}?year={self.school_year_id}"

    def can_be_edited_by(self, user):
        """The school's principals and leadership team, and the team's facilitators (R34)."""
        return can_keep_studies(user, self)

    def can_be_removed_by(self, user):
        """What stands in the plan by mistake: the school's principals (permissions R34)."""
        return self.school_system_id == user.school_system_id and (
            self.school_id in user.led_school_ids
        )
