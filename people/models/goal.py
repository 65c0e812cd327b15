"""What a school wants to reach, in numbers, and what its teachers do together to get there."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from people.models.membership import Membership


class SchoolGoalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A school's goals (permissions R31): whoever works at the school, whoever coaches or
        evaluates somebody there, and the district's coaching staff."""
        rows = self.filter(school_system=user.school_system_id)
        if user.is_district_staff:
            return rows
        active = Membership.objects.active(user.today)
        coached = user.coach_assignments.active(user.today).values("teacher")
        evaluated = user.evaluator_assignments.active(user.today).values("teacher")
        there = active.filter(role__in=Membership.SCHOOL_ROLES)
        there = there.filter(Q(user__in=coached) | Q(user__in=evaluated))
        here = active.filter(user=user, school__isnull=False)
        return rows.filter(
            Q(school__in=here.values("school")) | Q(school__in=there.values("school"))
        )

    def top(self):
        """Goals that are no subgoals."""
        return self.filter(parent=None)

    def current(self):
        """Goals that nobody has ended."""
        return self.filter(ended_at=None)


class SchoolGoal(Row):
    """A goal of a school, or a subgoal of one: what is measured, from where to where, by when.

    It extends a plan the school has already (S0.19); a subgoal shares the plan of its goal.
    """

    class Unit(models.TextChoices):
        POINTS = "points", "points"
        PERCENTAGE_POINTS = "percentage_points", "percentage points"
        PERCENT = "percent", "percent"

    class Source(models.TextChoices):
        IMPROVEMENT = "improvement", "School improvement plan"
        STRATEGIC = "strategic", "Strategic plan"
        LONG_RANGE = "long_range", "Long-range plan"

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="goals")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="subgoals"
    )
    statement = models.TextField(verbose_name="goal", help_text="What will be different.")
    metric = models.CharField(
        max_length=200, verbose_name="what is measured", help_text="Like School Performance Score."
    )
    unit = models.CharField(max_length=20, choices=Unit.choices)
    baseline = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        verbose_name="where it stands now",
    )
    target = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    starts_on = models.DateField(verbose_name="from")
    ends_on = models.DateField(verbose_name="reached by")
    source = models.CharField(
        max_length=12, choices=Source.choices, blank=True, verbose_name="the plan it comes from"
    )
    source_title = models.CharField(
        max_length=200, blank=True, verbose_name="title of that plan", help_text="With its years."
    )
    source_link = models.URLField(max_length=500, blank=True, verbose_name="link to that plan")
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = SchoolGoalQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_school_goal_has_a_window",
                violation_error_message="Enter a day after the first day.",
            ),
            models.CheckConstraint(
                condition=~Q(target=F("baseline")),
                name="a_school_goal_changes_a_number",
                violation_error_message="Enter a target that differs from where it stands now.",
            ),
            models.CheckConstraint(
                condition=Q(unit="points") | Q(baseline__range=(0, 100), target__range=(0, 100)),
                name="percentages_of_a_goal_are_up_to_a_hundred",
                violation_error_message="Enter percentages from 0 to 100.",
            ),
            models.CheckConstraint(
                condition=(Q(parent=None) & ~Q(source="")) | Q(parent__isnull=False, source=""),
                name="a_school_goal_comes_from_a_plan",
                violation_error_message="Choose the plan this goal comes from.",
            ),
            models.UniqueConstraint(fields=["id", "school"], name="a_goal_with_its_school"),
        ]
        indexes = [models.Index(fields=["school", "-starts_on"], name="goals_of_a_school")]

    def __str__(self):
        return self.statement

    def get_absolute_url(self):
        return reverse("people:goal_detail", args=[self.pk])

    @property
    def change(self):
        """By how much the number is to change, with its sign and unit: "+4 points"."""
        return f"{self.target - self.baseline:+.2f}".rstrip("0").rstrip(".") + self._unit_words

    @property
    def _unit_words(self):
        return f" {self.get_unit_display()}"

    @property
    def from_words(self):
        """The baseline as it is said: a percentage with its sign."""
        return self._in_words(self.baseline)

    @property
    def to_words(self):
        """The target as it is said."""
        return self._in_words(self.target)

    def _in_words(self, number):
        text = f"{number:.2f}".rstrip("0").rstrip(".")
        return text if self.unit == self.Unit.POINTS else f"{text}%"

    def can_be_edited_by(self, user):
        """The school's principal and assistant principals keep its goals (permissions R31)."""
        return self.school_id in user.led_school_ids

    def end(self, *, now):
        """Work on it no more; plans that stand on it keep it."""
        self.ended_at = now
        self.save(update_fields=["ended_at"])

    def reopen(self):
        """Take back that the goal ended."""
        self.ended_at = None
        self.save(update_fields=["ended_at"])


class SchoolStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The steps of the goals the person may read (permissions R31)."""
        return self.filter(goal__in=SchoolGoal.objects.visible_to(user))

    def kept(self):
        """Steps that nobody has taken off the goal."""
        return self.filter(removed_at=None)


class SchoolStep(Row):
    """Something the school's teachers do towards a school goal (S0.23)."""

    class Kind(models.TextChoices):
        PREPARATION = "preparation", "Unit and lesson preparation"
        MONITORING = "monitoring", "Watching mastery"
        SUPPORTS = "supports", "Targeted supports"
        OTHER = "other", "Something else"

    TEMPLATES = {
        Kind.PREPARATION: "Prepare units and lessons together in Teacher Collaboration, so that "
        "tasks ask as much of students as the standard does.",
        Kind.MONITORING: "Follow students’ mastery with unit assessments, culminating tasks and "
        "each day’s work, and change the next lessons by what they show.",
        Kind.SUPPORTS: "Give students who need them supports and scaffolds from the approved "
        "curriculum resources.",
    }

    goal = models.ForeignKey(SchoolGoal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField(verbose_name="what teachers do")
    order = models.PositiveSmallIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SchoolStepQuerySet.as_manager()

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_school_step_says_what_to_do"),
        ]
        indexes = [models.Index(fields=["goal", "order"], name="steps_of_a_goal")]

    def __str__(self):
        return self.text

    def can_be_edited_by(self, user):
        return self.goal.can_be_edited_by(user)

    def remove(self, *, now):
        """Take it off the goal; Undo puts it back."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])

    def put_back(self):
        self.removed_at = None
        self.save(update_fields=["removed_at"])
