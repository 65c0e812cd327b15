"""What students, teachers or leaders of a named group need, and why (S1.13, S2.07, S3.03)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from goals.models.ending import Ends
from goals.models.reading import TeamsDataQuerySet, can_keep_for

EVERYBODY = (
    r"^\s*(all|every|everyone|everybody|anyone|the whole (school|system|district|staff))"
    r"(\s+of)?(\s+(the|our))?(\s+(teachers?|students?|leaders?|staff|people|schools?|kids))?\W*$"
)


class Need(Ends, Row):
    """A need of a *named group*: never one person, never everyone. Students' needs show teachers'
    needs, those show leaders' (`shown_by`)."""

    class Level(models.TextChoices):
        STUDENT = "student", "Students"
        TEACHER = "teacher", "Teachers"
        LEADER = "leader", "Leaders"

    class Cause(models.TextChoices):
        SKILL = "skill", "Skill: they do not know how yet"
        WILL = "will", "Will: they do not see why yet"
        STRUCTURE = "structure", "Structure: time, materials or schedule stand in the way"

    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    group = models.CharField(
        max_length=120,
        verbose_name="whose need",
        help_text="A group with a name, like grade 4 math teachers.",
    )
    statement = models.TextField(verbose_name="what they need")
    cause = models.CharField(max_length=9, choices=Cause.choices, verbose_name="root cause")
    sources = ArrayField(
        models.CharField(max_length=200),
        verbose_name="what shows it",
        help_text="At least two sources of data, a line each.",
    )
    shown_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shows",
        verbose_name="the need that shows it",
    )

    SHOWN_BY = {Level.TEACHER: Level.STUDENT, Level.LEADER: Level.TEACHER}

    objects = TeamsDataQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sources__len__gte=2),
                name="a_need_has_two_sources",
                violation_error_message="Name at least two sources of data, a line each.",
            ),
            models.CheckConstraint(
                condition=~Q(statement="") & ~Q(group=""), name="a_need_names_its_group"
            ),
            models.CheckConstraint(
                condition=~Q(group__iregex=EVERYBODY),
                name="a_need_is_not_everybodys",
                violation_error_message="Name a group that is smaller than everybody, "
                "like grade 4 math teachers.",
            ),
        ]

    def __str__(self):
        return self.statement

    @property
    def place(self) -> str:
        """The school it is about, or the whole system."""
        return str(self.school or "The whole system")

    def get_absolute_url(self):
        return reverse("goals:need_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """Its leadership team (permissions R39)."""
        same = user.school_system_id == self.school_system_id
        return same and can_keep_for(user, self.school_id)
