"""One tree of goals, from the strategic plan to a cycle of a team (S2.05–S2.12).

Coaching plans stand below it: their link is theirs.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.ending import Ends
from goals.models.need import Need
from goals.models.reading import OpenToSchoolQuerySet, can_keep_for
from goals.models.source_plan import SourcePlan
from people.models import Team


class GoalQuerySet(OpenToSchoolQuerySet):
    def current(self):
        """Goals that nobody has ended."""
        return self.filter(ended_at=None)

    def active(self):
        return self.filter(ended_at=None, is_draft=False)

    def priorities(self):
        """What a team has put first (S2.12)."""
        return self.active().filter(is_priority=True)

    def orphans(self):
        """Goals without the parent that their level asks for (S2.05)."""
        return self.current().filter(parent=None).exclude(level=Goal.Level.STRATEGIC)


class Goal(Ends, Row):
    """What is measured, from where to where, by when, and which goal it serves.

    `parent_level` repeats the parent's level, tied by the database, so that a parent stands on a
    level above; levels only go down, so the tree cannot hold a circle. The database also keeps a
    parent in the same system and, below a goal of a school, in the same school.
    """

    class Level(models.TextChoices):
        STRATEGIC = "strategic", "Strategic plan"
        SYSTEM_YEAR = "system_year", "System goal of the year"
        SCHOOL = "school", "School goal"
        SUBGOAL = "subgoal", "Part of a school goal"
        TC_YEAR = "tc_year", "Yearly goal of a collaboration team"
        TC_CYCLE = "tc_cycle", "Goal of a cycle of study"
        ILT_CYCLE = "ilt_cycle", "Short-term goal of a leadership team"

    PARENTS = {
        Level.STRATEGIC: (),
        Level.SYSTEM_YEAR: (Level.STRATEGIC,),
        Level.SCHOOL: (Level.SYSTEM_YEAR,),
        Level.SUBGOAL: (Level.SCHOOL,),
        Level.TC_YEAR: (Level.SCHOOL, Level.SUBGOAL),
        Level.TC_CYCLE: (Level.TC_YEAR,),
        Level.ILT_CYCLE: (Level.SYSTEM_YEAR, Level.SCHOOL, Level.SUBGOAL),
    }
    OF_TEAMS = (Level.TC_YEAR, Level.TC_CYCLE, Level.ILT_CYCLE)
    RESOURCES = ("with_people", "with_time", "with_money", "with_materials")
    SMART = ("specific", "measurable", "attainable", "realistic", "timely")

    class Unit(models.TextChoices):
        POINTS = "points", "points"
        PERCENTAGE_POINTS = "percentage_points", "percentage points"
        PERCENT = "percent", "percent"
        COUNT = "count", "count"

    level = models.CharField(max_length=11, choices=Level.choices, editable=False)
    school = models.ForeignKey(
        "people.School",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="tree_goals",
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, editable=False, related_name="goals"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="the goal it serves",
    )
    parent_level = models.CharField(max_length=11, blank=True, editable=False)
    orphan_reason = models.CharField(
        max_length=200, blank=True, verbose_name="why it serves no goal above"
    )
    source_plan = models.ForeignKey(
        SourcePlan, on_delete=models.PROTECT, null=True, blank=True, related_name="goals"
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, blank=True, related_name="goals"
    )
    statement = models.TextField(verbose_name="goal", help_text="What will be different.")
    metric = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="what is measured",
        help_text="Like School Performance Score.",
    )
    unit = models.CharField(max_length=20, choices=Unit.choices, blank=True)
    baseline = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, verbose_name="where it stands now"
    )
    target = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True, verbose_name="from")
    ends_on = models.DateField(null=True, blank=True, verbose_name="reached by")
    specific = models.TextField(blank=True, help_text="Who will do or know what?")
    measurable = models.TextField(blank=True, help_text="Which number shows it?")
    attainable = models.TextField(blank=True, help_text="Why is it within reach?")
    realistic = models.TextField(blank=True, help_text="What makes it possible here and now?")
    timely = models.TextField(blank=True, help_text="By when, and why then?")
    with_people = models.TextField(blank=True, db_default="", default="", verbose_name="people")
    with_time = models.TextField(blank=True, db_default="", default="", verbose_name="time")
    with_money = models.TextField(blank=True, db_default="", default="", verbose_name="money")
    with_materials = models.TextField(
        blank=True, db_default="", default="", verbose_name="materials"
    )
    is_priority = models.BooleanField(default=False, verbose_name="this is a priority")
    is_draft = models.BooleanField(default=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None, parent_level="")
                | (
                    Q(parent__isnull=False)
                    & (
                        Q(level="system_year", parent_level="strategic")
                        | Q(level="school", parent_level="system_year")
                        | Q(level="subgoal", parent_level="school")
                        | Q(level="tc_year", parent_level__in=["school", "subgoal"])
                        | Q(level="tc_cycle", parent_level="tc_year")
                        | Q(
                            level="ilt_cycle",
                            parent_level__in=["system_year", "school", "subgoal"],
                        )
                    )
                ),
                name="a_goal_serves_a_goal_of_a_level_above",
                violation_error_message="Choose a goal of a level above.",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, target__isnull=False)
                & ~Q(metric="")
                & ~Q(unit=""),
                name="an_active_goal_has_target_and_window",
                violation_error_message="Say what is measured, the target and both dates first.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="a_goal_has_a_window",
                violation_error_message="Enter a day after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(target=None) | ~Q(target=F("baseline")),
                name="a_goal_changes_a_number",
                violation_error_message="Enter a target that differs from where it stands now.",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=["", "points", "count"])
                | (
                    (Q(baseline=None) | Q(baseline__range=(0, 100)))
                    & (Q(target=None) | Q(target__range=(0, 100)))
                ),
                name="percentages_of_any_goal_are_up_to_a_hundred",
                violation_error_message="Enter percentages from 0 to 100.",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["strategic", "system_year"], school=None, team=None)
                | Q(level__in=["school", "subgoal"], school__isnull=False, team=None)
                | Q(level__in=["tc_year", "tc_cycle"], school__isnull=False, team__isnull=False)
                | Q(level="ilt_cycle", team__isnull=False),
                name="a_goal_stands_where_its_level_says",
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="a_goal_says_what_it_wants"),
            models.UniqueConstraint(fields=["id", "level"], name="a_goal_with_its_level"),
            models.UniqueConstraint(fields=["id", "school"], name="a_tree_goal_with_its_school"),
            models.UniqueConstraint(fields=["id", "school_system"], name="a_goal_with_its_system"),
        ]
        indexes = [
            models.Index(fields=["school_system", "level"], name="goals_of_a_system"),
            models.Index(fields=["school", "-starts_on"], name="tree_goals_of_a_school"),
        ]

    def __str__(self):
        return self.statement

    def get_absolute_url(self):
        return reverse("goals:goal_detail", args=[self.pk])

    @property
    def is_of_system(self) -> bool:
        return self.school_id is None and self.team_id is None

    @property
    def place(self) -> str:
        """Whose goal it is: a team, a school, or the whole system."""
        return str(self.team or self.school or "The whole system")

    @property
    def is_orphan(self) -> bool:
        """Whether it serves no goal above, though its level asks for one."""
        return self.parent_id is None and self.level != self.Level.STRATEGIC

    @property
    def asks_smart(self) -> bool:
        """Goals of teams and schools answer the five SMART questions."""
        return self.level not in (self.Level.STRATEGIC, self.Level.SYSTEM_YEAR)

    @property
    def resources(self) -> list:
        """(kind, text) of what stands behind the goal, as far as it is said (S1.02)."""
        labels = ("People", "Time", "Money", "Materials")
        texts = [getattr(self, name) for name in self.RESOURCES]
        return [pair for pair in zip(labels, texts, strict=True) if pair[1]]

    @property
    def has_numbers(self) -> bool:
        return self.baseline is not None and self.target is not None and bool(self.unit)

    @property
    def change(self) -> str:
        """By how much the number is to change, with its sign and unit: "+4 points"."""
        if not self.has_numbers:
            return ""
        return f"{_plain(self.target - self.baseline, '+')} {self.get_unit_display()}"

    @property
    def from_words(self) -> str:
        """The baseline as it is said: a percentage with its sign."""
        return self.in_words(self.baseline)

    @property
    def to_words(self) -> str:
        """The target as it is said."""
        return self.in_words(self.target)

    def in_words(self, number) -> str:
        """A number of this goal as it is said, empty where there is none."""
        if number is None:
            return ""
        is_share = self.unit in (self.Unit.PERCENT, self.Unit.PERCENTAGE_POINTS)
        return f"{_plain(number)}%" if is_share else _plain(number)

    def missing(self) -> dict[str, str]:
        """What a draft still needs before work on it begins: {field: what to do}."""
        needed = {
            "metric": "Say what is measured",
            "unit": "Choose the unit",
            "baseline": "Enter where it stands now",
            "target": "Enter the target",
            "starts_on": "Enter the first day",
            "ends_on": "Enter the day it is to be reached by",
        }
        if self.is_orphan and not self.orphan_reason:
            needed["parent"] = "Choose the goal it serves, or say why it serves none"
        return {
            name: words
            for name, words in needed.items()
            if name == "parent" or getattr(self, name) in (None, "")
        }

    def activate(self):
        """Work on it begins. Raises IntegrityError where something is `missing`."""
        self.is_draft = False
        self.save(update_fields=["is_draft"])

    def can_be_edited_by(self, user):
        """The leadership team where the goal stands (permissions R30, R31); a collaboration team's
        goals also its facilitator (R34, S2.47)."""
        if user.school_system_id != self.school_system_id:
            return False
        return can_keep_for(user, self.school_id) or self.team_id in user.facilitated_team_ids


def _plain(number, sign="") -> str:
    """Without zeros at its end: 46, 72.4."""
    return f"{number:{sign}.2f}".rstrip("0").rstrip(".")


class GoalsOwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What hangs on the goals the person may read (permissions R30, R31, R34)."""
        return self.filter(goal__in=Goal.objects.visible_to(user))


class OfGoal(Row):
    """A row that hangs on a goal and is written by those who write the goal."""

    objects = GoalsOwnQuerySet.as_manager()

    class Meta:
        abstract = True

    def can_be_edited_by(self, user):
        return self.goal.can_be_edited_by(user)


class RemovableQuerySet(GoalsOwnQuerySet):
    def kept(self):
        """Rows that nobody has taken off the goal."""
        return self.filter(removed_at=None)


class Removable(OfGoal):
    """A row that can be taken off its goal, and put back by Undo."""

    removed_at = models.DateTimeField(null=True, editable=False)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        abstract = True

    def remove(self, *, now):
        self.removed_at = now
        self.save(update_fields=["removed_at"])

    def put_back(self):
        """Raises IntegrityError where another row has taken its place."""
        self.removed_at = None
        self.save(update_fields=["removed_at"])


class Measurement(Removable):
    """What the number was on a day, and where it comes from."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measurements")
    measured_on = models.DateField(verbose_name="when")
    value = models.DecimalField(max_digits=8, decimal_places=2, verbose_name="number")
    source = models.CharField(max_length=200, verbose_name="where it comes from")

    class Meta:
        ordering = ["measured_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "measured_on", "source"],
                condition=Q(removed_at=None),
                name="one_measurement_a_day_of_a_source",
                violation_error_message="This source has a number for that day already.",
            ),
        ]


class Checkpoint(Removable):
    """Where the number should be on the way: a goal may span years (S2.36)."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="checkpoints")
    due_on = models.DateField(verbose_name="by")
    value = models.DecimalField(max_digits=8, decimal_places=2, verbose_name="should be")

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "due_on"],
                condition=Q(removed_at=None),
                name="one_checkpoint_a_day",
                violation_error_message="There is a checkpoint on that day already.",
            ),
        ]


class GoalReview(OfGoal):
    """What the data say about a goal, what was decided, and when it is looked at next."""

    class Decision(models.TextChoices):
        GO_ON = "go_on", "Go on"
        ADJUST = "adjust", "Change how we work"
        REACHED = "reached", "Reached"
        STOP = "stop", "Stop"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(verbose_name="when")
    finding = models.TextField(verbose_name="what the data say")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    next_on = models.DateField(null=True, blank=True, verbose_name="looked at again on")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-reviewed_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("reviewed_on")),
                name="a_goal_is_looked_at_again_later",
                violation_error_message="Enter a later day.",
            ),
            models.CheckConstraint(condition=~Q(finding=""), name="a_review_says_what_it_found"),
        ]
