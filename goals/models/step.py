"""What the teachers of a school do towards a goal of theirs (S0.23)."""

from django.db import models
from django.db.models import Q

from goals.models.goal import Goal, Removable


class SchoolStep(Removable):
    """Something the school's teachers do towards a school goal."""

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

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField(verbose_name="what teachers do")
    order = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="a_step_of_a_school_says_what_to_do"
            ),
        ]
        indexes = [models.Index(fields=["goal", "order"], name="steps_of_a_tree_goal")]

    def __str__(self):
        return self.text
