"""How feedback is given here: which parts of the meeting each role is asked for."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from coaching.models.rubric import InSystemQuerySet
from core.rows import Row
from people.models import CoachingVision, Membership


class FeedbackTemplate(Row):
    """Which of the six parts of a feedback meeting a role is not asked for (S1.05).

    Precise praise and the action step are always asked for. A role without a row is asked for all.
    """

    class Role(models.TextChoices):
        COACH = Membership.Role.COACH.value, "Coach"
        TEACHER_LEADER = Membership.Role.TEACHER_LEADER.value, "Teacher leader"
        SCHOOL_LEADER = Membership.Role.SCHOOL_LEADER.value, "School leader"
        DISTRICT_STAFF = Membership.Role.DISTRICT_STAFF.value, "District staff"

    class Part(models.TextChoices):
        PROBE = "probe", "Probing questions"
        GOAL = "goal", "Goal"
        LESSON = "lesson", "Upcoming lesson"
        PRACTICE = "practice", "Practice"

    FIELDS = {
        Part.PROBE: ("probe",),
        Part.GOAL: ("goal",),
        Part.LESSON: ("upcoming_lesson", "upcoming_on"),
        Part.PRACTICE: ("is_practised",),
    }

    role = models.CharField(max_length=20, choices=Role.choices)
    leaves_out = ArrayField(models.CharField(max_length=10, choices=Part.choices), default=list)

    objects = InSystemQuerySet.as_manager()

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_system", "role"], name="one_feedback_template_for_a_role"
            ),
            models.CheckConstraint(
                condition=Q(leaves_out__contained_by=["probe", "goal", "lesson", "practice"]),
                name="praise_and_step_are_always_asked_for",
            ),
        ]

    def __str__(self):
        return self.get_role_display()

    @staticmethod
    def can_be_written_by(user) -> bool:
        """District staff and system admin say how feedback is given (permissions R55)."""
        return user.is_district_staff or user.is_system_admin


def shape_columns(user) -> dict:
    """How `user` is to give feedback on a visit, as columns of the query that reads the visit:
    `feedback_templates` of the roles held today, and the `phases` of the approach in force."""
    held = Membership.objects.active(user.today).filter(user=user)
    here = {"school_system": OuterRef("school_system")}
    templates = FeedbackTemplate.objects.filter(role__in=held.values("role"), **here)
    in_force = CoachingVision.objects.filter(**here).published()
    return {
        "feedback_templates": ArraySubquery(templates.values(json=JSONObject(out="leaves_out"))),
        "phases": Subquery(in_force.values("phases")[:1]),
    }


def parts_left_out(templates: list[dict]) -> list[tuple[str]]:
    """The fields of each part that nobody asks for: of several roles, what all leave out."""
    parts = [set(template["out"]) for template in templates]
    left_out = set.intersection(*parts) if parts else set()
    return [FeedbackTemplate.FIELDS[part] for part in sorted(left_out)]
