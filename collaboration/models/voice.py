"""Teachers decide with: what members say of a cycle, and the goals they set themselves (S2.47)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaboration.models.cycle import OfCycleQuerySet, StudyCycle
from collaboration.models.year_plan import YearPlan
from collaboration.reading import own_team_ids
from core.rows import Row


class StudyComment(Row):
    """What a member of the team says of a cycle of study or of its goal; everybody who reads the
    cycle reads it (permissions R34)."""

    class About(models.TextChoices):
        CYCLE = "cycle", "The cycle"
        GOAL = "goal", "Its goal"

    cycle = models.ForeignKey(
        StudyCycle, on_delete=models.PROTECT, related_name="comments", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    about = models.CharField(max_length=5, choices=About.choices, default=About.CYCLE)
    text = models.TextField(verbose_name="what you say")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_study_comment_says_something"),
        ]

    def __str__(self):
        return "Comment"

    def can_be_edited_by(self, user):
        """Whoever wrote it takes it back."""
        return user.pk == self.author_id

    def set_removed(self, now):
        """Take it back, or say it again (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])


class TeacherGoalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The teacher's own; of others what they share with a team the person is in today."""
        shared = Q(shared_at__isnull=False, year_plan__team__in=own_team_ids(user))
        return self.filter(Q(author=user) | shared)


class TeacherGoal(Row):
    """What a teacher wants for the own students and the own learning in a school year: private,
    until the teacher shares it with the team."""

    year_plan = models.ForeignKey(
        YearPlan, on_delete=models.PROTECT, related_name="teacher_goals", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    for_students = models.TextField(
        blank=True,
        verbose_name="what I want for my students",
        help_text="In numbers where you can. No students’ names.",
    )
    for_learning = models.TextField(
        blank=True, verbose_name="what I want to learn", help_text="And how you will notice."
    )
    shared_at = models.DateTimeField(null=True, editable=False)

    objects = TeacherGoalQuerySet.as_manager()

    class Meta:
        ordering = ["author__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["year_plan", "author"],
                name="one_goal_of_a_teacher_a_year",
                violation_error_message="You have a goal for this year already.",
            ),
        ]

    def __str__(self):
        return "A teacher’s own goal"

    def can_be_edited_by(self, user):
        return user.pk == self.author_id

    def set_shared(self, now):
        """Share it with the team, or keep it to oneself again (None)."""
        self.shared_at = now
        self.save(update_fields=["shared_at"])


def can_speak(user, year_plan) -> bool:
    """Whether the person comments on the team's studies: its members (permissions R34)."""
    same = user.school_system_id == year_plan.school_system_id
    return same and year_plan.team_id in own_team_ids(user)
