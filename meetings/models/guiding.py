"""What a team answered to the guiding questions (meetings/guiding)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row
from people.models import Team


class GuidingAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The answers of the teams whose work the person reads (permissions R32, R33, R35)."""
        return self.filter(team__in=Team.objects.read_by(user))


class GuidingAnswer(Row):
    """One team's answer to one question in one school year; `question` is its code."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="guiding_answers")
    school_year = models.ForeignKey("people.SchoolYear", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=4)
    text = models.TextField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    objects = GuidingAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "school_year", "question"],
                name="one_answer_of_a_team_to_a_question_a_year",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="an_answer_has_its_question"),
        ]

    def __str__(self):
        return self.question
