"""Cycles of study: some meetings of a team on one topic, module or unit (S2.28)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaboration.models.year_plan import YearPlan
from core.rows import Row
from goals.models import Goal

FEWEST, MOST = 2, 40
LEVELS = (2, 6)


def starting_levels():
    return ["Not yet", "Almost", "Got it", "Beyond"]


class OfYearPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the yearly plans the person may read (permissions R34)."""
        return self.filter(year_plan__in=YearPlan.objects.visible_to(user))

    def kept(self):
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class StudyCycle(Row):
    """A number of meetings on one topic, module or unit, towards a goal of the cycle.

    `levels` name how far students are, lowest first; those from number `reached_from` (counted
    from 1) on have reached what was asked. The window's last day belongs to it.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", "Topic"
        MODULE = "module", "Module"
        UNIT = "unit", "Unit"

    year_plan = models.ForeignKey(
        YearPlan, on_delete=models.PROTECT, related_name="cycles", editable=False
    )
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.UNIT)
    title = models.CharField(max_length=200, help_text="Like Fractions as numbers.")
    source_unit = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="unit of the curriculum",
        help_text="Like Grade 3, Module 5, lessons 1–12.",
    )
    meeting_count = models.PositiveSmallIntegerField(
        default=6,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
        verbose_name="number of meetings",
    )
    starts_on = models.DateField(verbose_name="first day")
    ends_on = models.DateField(verbose_name="last day")
    goal = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="study_cycles",
        verbose_name="goal of the cycle",
    )
    goal_level = models.CharField(max_length=11, default=Goal.Level.TC_CYCLE, editable=False)
    levels = ArrayField(
        models.CharField(max_length=40),
        default=starting_levels,
        verbose_name="levels of student work",
        help_text="A line each, lowest first.",
    )
    reached_from = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(LEVELS[1])],
        verbose_name="reached from level",
        help_text="The number of the first level that is good enough, counted from the lowest.",
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = OfYearPlanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting_count__range=(FEWEST, MOST)),
                name="a_cycle_of_study_has_meetings",
                violation_error_message="Enter from 2 to 40 meetings.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_cycle_of_study_has_a_window",
                violation_error_message="Enter a day after the first day.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="a_cycle_of_study_says_what_is_studied"
            ),
            models.CheckConstraint(
                condition=Q(goal_level="tc_cycle"), name="a_cycle_of_study_has_a_cycle_goal"
            ),
            models.CheckConstraint(
                condition=Q(
                    levels__len__range=LEVELS,
                    reached_from__gte=2,
                    reached_from__lte=F("levels__len"),
                ),
                name="a_cycle_of_study_has_levels",
                violation_error_message="Enter two to six levels, and one of them to reach.",
            ),
        ]
        indexes = [models.Index(fields=["year_plan", "starts_on"], name="cycles_of_a_year_plan")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("collaboration:cycle_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def can_be_edited_by(self, user):
        return self.year_plan.can_be_edited_by(user)

    def can_be_removed_by(self, user):
        return self.year_plan.can_be_removed_by(user)

    def end(self, now):
        """Studied; nothing more is planned in it."""
        self.ended_at = now
        self.save(update_fields=["ended_at"])

    def resume(self):
        self.ended_at = None
        self.save(update_fields=["ended_at"])

    def set_removed(self, now):
        """Take it out of the plan, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])


class OfCycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the cycles the person may read (permissions R34)."""
        return self.filter(cycle__in=StudyCycle.objects.visible_to(user))

    def kept(self):
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class Milestone(Row):
    """What shows on the way that the cycle comes along, and by when."""

    cycle = models.ForeignKey(
        StudyCycle, on_delete=models.PROTECT, related_name="milestones", editable=False
    )
    due_on = models.DateField(verbose_name="by")
    text = models.CharField(max_length=300, verbose_name="what shows it")
    reached_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_milestone_says_what_shows_it"),
        ]

    def __str__(self):
        return self.text

    def can_be_edited_by(self, user):
        return self.cycle.can_be_edited_by(user)

    def set_reached(self, now):
        """Mark it as reached, or not (None)."""
        self.reached_at = now
        self.save(update_fields=["reached_at"])

    def set_removed(self, now):
        """Take it off the cycle, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])
