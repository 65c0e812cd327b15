"""What a school has switched on beyond the coaching basics, and what its people say of it (S1.17).

A feature that is off has no menu entry, no reminder and no page; what was entered stays, and shows
again when it is switched on.
"""

import contextlib
import contextvars
import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.rows import Row
from people.models.membership import Membership

ASKED_AFTER = dt.timedelta(weeks=3)
ASKED_FOR = dt.timedelta(weeks=4)


_all_on = contextvars.ContextVar("all_on", default=False)


@contextlib.contextmanager
def as_if_all_were_on():
    """Queries that are made in here read what schools have switched off as if it were on: what is
    held about a person is hers to have, also where no page shows it."""
    token = _all_on.set(True)
    try:
        yield
    finally:
        _all_on.reset(token)


class Feature(models.TextChoices):
    """Each has a column of `School` that says since when it is on: `<value>_since`."""

    OBSERVATION_CLOCK = "observation_clock", "Observation clock"
    ENGAGEMENT_REVIEW = "engagement_review", "Engagement review"
    READINESS_CHECKLIST = "readiness_checklist", "Readiness checklist"
    STAGE_GAUGE = "stage_gauge", "Stage gauge"
    LEADERS_PLANS = "leaders_plans", "Leaders’ own plans"
    WALKTHROUGH_WEEKS = "walkthrough_weeks", "Walkthroughs a week"
    PEER_VISITS = "peer_visits", "Peer visits and invitations"
    TALK_COUNTERS = "talk_counters", "Talk counters"
    INTERVAL_PROMPT = "interval_prompt", "Interval prompt"

    @property
    def column(self) -> str:
        return f"{self.value}_since"

    @property
    def words(self) -> str:
        """What comes with it, for whoever switches it."""
        return WORDS[self.value]

    def is_on(self, school="school") -> Q:
        """Rows whose school, at the end of the path `school`, has it switched on; an empty path is
        the row itself."""
        column = "pk" if _all_on.get() else self.column
        return Q(**{"__".join(filter(None, (school, column, "isnull"))): False})


WORDS = {
    Feature.OBSERVATION_CLOCK: "Observation rounds with their due dates and reminders, areas, "
    "self-assessments, and the grid for evaluators.",
    Feature.ENGAGEMENT_REVIEW: "The feedback on a visit online, or on a review of feedback on "
    "student work, also asks how many students were not engaged, and how to reach out to them.",
    Feature.READINESS_CHECKLIST: "Beside each plan the coach ticks what is known before the cycle "
    "begins: standards, materials, texts, the summative task. Only the coach sees it.",
    Feature.STAGE_GAUGE: "The leaders of leadership teams and collaboration teams see how far each "
    "is with twenty-one actions in three stages, what comes next, and what has changed. The school "
    "system’s own team has it where any school has.",
    Feature.LEADERS_PLANS: "School leaders who are coached have a plan of their own, on a goal of "
    "their school and with the leader rubric.",
    Feature.WALKTHROUGH_WEEKS: "Leaders and evaluators see how many walkthroughs a week asks for, "
    "submit their week, and are reminded of it. Walkthroughs themselves are always on.",
    Feature.PEER_VISITS: "Teachers visit each other, and invite their coach to come and see a "
    "lesson. What was told stays between the two.",
    Feature.TALK_COUNTERS: "Beside the live notes of a visit two buttons count how often the "
    "teacher and how often students talk. The counts belong to the visit: hers to read once it is "
    "shared, as plain numbers.",
    Feature.INTERVAL_PROMPT: "The live notes of a visit say, without a sound, when five minutes "
    "have passed since the last look round the room.",
}


class FeatureSurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A survey is for the people who work at the school; what they said together is the
        system admin's and district staff's to see."""
        if user.is_system_admin or user.is_district_staff:
            return self.filter(school_system=user.school_system_id)
        return self.filter(school__in=self._schools_of(user))

    def asking(self, user):
        """Those that wait for this person's two answers: three weeks after the switch, for four
        weeks, of a school where the person works."""
        today = user.today
        taken = SurveyTaken.objects.filter(survey=OuterRef("pk"), user=user)
        due = self.filter(asks_from__lte=today, asks_from__gt=today - ASKED_FOR)
        return due.filter(~Exists(taken), school__in=self._schools_of(user))

    @staticmethod
    def _schools_of(user):
        held = Membership.objects.active(user.today).filter(user=user)
        return held.filter(role__in=Membership.ROLES_AT_SCHOOLS, school__isnull=False).values(
            "school"
        )


def no_answers():
    return [0, 0, 0]


class FeatureSurvey(Row):
    """Two questions about a feature, to those who use it at one school.

    Only sums are kept, each over the three answers in their order, and nobody's own answer. The
    sums that are shown move forward by a whole group at a time, so that nobody can tell from two
    looks what the person in between has said.
    """

    class Answer(models.IntegerChoices):
        YES = 0, "Yes"
        PARTLY = 1, "Partly"
        NO = 2, "No"

    QUESTIONS = {
        "helps": "Does it help your work?",
        "fits": "Does it fit into your week?",
    }

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="surveys")
    feature = models.CharField(max_length=30, choices=Feature.choices)
    asks_from = models.DateField()
    helps = ArrayField(models.PositiveIntegerField(), size=3, default=no_answers)
    fits = ArrayField(models.PositiveIntegerField(), size=3, default=no_answers)
    shown_helps = ArrayField(models.PositiveIntegerField(), size=3, default=no_answers)
    shown_fits = ArrayField(models.PositiveIntegerField(), size=3, default=no_answers)

    objects = FeatureSurveyQuerySet.as_manager()

    class Meta:
        ordering = ["school", "feature"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "feature"], name="one_survey_of_each_feature_at_a_school"
            ),
            models.CheckConstraint(
                condition=Q(helps__len=3, fits__len=3, shown_helps__len=3, shown_fits__len=3),
                name="a_survey_counts_three_answers",
            ),
        ]

    def __str__(self):
        return self.get_feature_display()

    @property
    def shown(self) -> int:
        """How many people's answers the shown sums hold."""
        return sum(self.shown_helps)

    @property
    def results(self):
        """(question, [(answer, how many)]) of the shown sums; empty while the group is small."""
        if not self.shown:
            return []
        labels = self.Answer.labels
        return [
            (words, list(zip(labels, getattr(self, f"shown_{name}"), strict=True)))
            for name, words in self.QUESTIONS.items()
        ]

    def count(self, answers: dict, smallest_group: int):
        """Add one person's answers; show the sums whenever another whole group has answered."""
        for name in self.QUESTIONS:
            getattr(self, name)[answers[name]] += 1
        if sum(self.helps) % smallest_group == 0:
            self.shown_helps, self.shown_fits = list(self.helps), list(self.fits)
        self.save(update_fields=["helps", "fits", "shown_helps", "shown_fits"])


class SurveyTaken(models.Model):
    """That somebody has answered a survey, or does not want to, so that it is not asked again.
    What was said stands nowhere beside it."""

    survey = models.ForeignKey(FeatureSurvey, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "user"], name="each_takes_a_survey_once"),
        ]

    def __str__(self):
        return "Survey taken"
