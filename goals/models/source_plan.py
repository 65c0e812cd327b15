"""Plans that a goal can stand on (S2.13, S2.14)."""

from django.db import models
from django.db.models import Q

from core.rows import Row
from goals.models.ending import Ends
from goals.models.reading import OpenToSchoolQuerySet, can_keep_for


class SourcePlan(Ends, Row):
    """A plan the system (no `school`) or a school has already: named and linked, never uploaded.

    Plans about single students are named here by kind alone, as a school's practice.
    """

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", "Strategic plan"
        PROGRESSION = "progression", "Pupil progression plan"
        LITERACY = "literacy", "Local literacy plan"
        NETWORK = "network", "Early childhood network blueprint"
        LANGUAGE = "language", "English learner plan"
        RECOVERY = "recovery", "Academic recovery and acceleration plan"
        CONTINUOUS = "continuous", "Continuous learning plan"
        GRANT = "grant", "Grant plan"
        IMPROVEMENT = "improvement", "School improvement plan"
        ANNUAL = "annual", "Annual academic goals"
        CURRICULUM = "curriculum", "Curriculum implementation plan"
        OBSERVATION = "observation", "Coordinated observation plan"
        NEW_TEACHERS = "new_teachers", "New teacher experience"
        SUPPORTS = "supports", "Practice for individual education and accommodation plans"
        LONG_RANGE = "long_range", "Long-range plan"
        OTHER = "other", "Another plan"

    OF_SYSTEM = (
        "strategic",
        "progression",
        "literacy",
        "network",
        "language",
        "recovery",
        "continuous",
        "grant",
        "long_range",
        "other",
    )
    OF_SCHOOL = (
        "improvement",
        "annual",
        "curriculum",
        "observation",
        "new_teachers",
        "literacy",
        "supports",
        "long_range",
        "other",
        "strategic",
    )

    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    years = models.CharField(max_length=30, blank=True, help_text="Like 2026–29.")
    link = models.URLField(max_length=500, blank=True)

    objects = OpenToSchoolQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_source_plan_has_a_title"),
        ]

    def __str__(self):
        return self.title

    @property
    def place(self) -> str:
        """The school whose plan it is, or the whole system."""
        return str(self.school or "The whole system")

    def can_be_edited_by(self, user):
        """Its leadership team (permissions R30, R31)."""
        same = user.school_system_id == self.school_system_id
        return same and can_keep_for(user, self.school_id)
