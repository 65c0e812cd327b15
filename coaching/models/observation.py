"""The rounds of formal observation, and the clock that runs over them (requirements b.1, b.3).

A round carries dates and areas. No column of these tables holds a rating, and words that are only
a score are refused.
"""

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse

from coaching.models.relations import caseload, evaluated, led, owned
from core.rows import Row
from people.models import Feature

# "3", "4.5", "3 of 5", "3/5": a score of the rubric's five levels, and nothing else.
SCORE = r"^\s*[1-5]([.,][0-9]+)?\s*((/|of|out of)\s*[0-9]+)?\s*$"
NO_SCORE = "Write what was seen in words: no rating is kept here."


def officials(user, to="teacher"):
    """Those whom `user` observes formally: as evaluator of record, or as leader of the school."""
    observed = Q(**{f"{to}__in": evaluated(user)}) | Q(**{f"{to}__in": led(user)})
    return observed & ~Q(**{to: user.pk})


def near(user, to="teacher"):
    """Those whose rounds `user` sees (permissions R13): the own, of the caseload, and those
    observed formally."""
    return Q(**{to: user.pk}) | Q(**{f"{to}__in": caseload(user)}) | officials(user, to)


CLOCK = Feature.OBSERVATION_CLOCK


class ObservationRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Which step of a round stands on which date (permissions R13): the person observed, her
        coaches, the leaders of her school and her evaluator of record."""
        return self.filter(near(user), CLOCK.is_on())

    def open(self):
        return self.filter(closed_at=None)

    def with_rights(self, user):
        """Each with `is_official` and `is_owned`: what `can_be_…_by` asks for this person."""
        return self.annotate(
            is_official=ExpressionWrapper(officials(user), BooleanField()),
            is_owned=ExpressionWrapper(Q(teacher__in=owned(user)), BooleanField()),
        )

    def for_page(self):
        return self.select_related("teacher__school_system", "school", "school_year")


class ObservationRound(Row):
    """One round of formal observation of one teacher or leader in a school year.

    Pre-conference, formal visit, self-assessment, post-conference with its areas, the plan adjusted
    to them, the targeted informal visit, until the next formal visit. Its numbers are those of the
    school system on the day it began.
    """

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observation_rounds"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")
    school_year = models.ForeignKey("people.SchoolYear", on_delete=models.PROTECT, related_name="+")
    is_announced = models.BooleanField(default=True, verbose_name="the visit is announced")
    visit_planned_on = models.DateField(null=True, blank=True, verbose_name="visit planned for")
    pre_conference_on = models.DateField(null=True, blank=True)
    visit_on = models.DateField(null=True, blank=True)
    self_assessment_on = models.DateField(null=True, blank=True)
    post_conference_on = models.DateField(null=True, blank=True)
    adjustment_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    next_visit_by = models.DateField(
        null=True,
        blank=True,
        verbose_name="next formal visit expected by",
        help_text="An estimate, which the teacher reads too.",
    )
    pre_conference_days = models.PositiveSmallIntegerField(editable=False)
    post_conference_days = models.PositiveSmallIntegerField(editable=False)
    follow_up_from_weeks = models.PositiveSmallIntegerField(editable=False)
    follow_up_until_weeks = models.PositiveSmallIntegerField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    NUMBERS = (
        "pre_conference_days",
        "post_conference_days",
        "follow_up_from_weeks",
        "follow_up_until_weeks",
    )

    objects = ObservationRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "observation round"
        constraints = [
            models.UniqueConstraint(
                fields=["teacher"],
                condition=Q(closed_at=None),
                name="one_open_round_per_teacher",
                violation_error_message=(
                    "An observation round of this teacher is open. Close it before you begin "
                    "the next."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_announced=True) | Q(visit_planned_on=None, pre_conference_on=None),
                name="an_unannounced_visit_has_no_date_beforehand",
                violation_error_message=(
                    "An unannounced visit gets its date once it was held, and has no "
                    "pre-conference."
                ),
            ),
            models.CheckConstraint(
                condition=Q(pre_conference_on=None)
                | Q(visit_on=None)
                | Q(pre_conference_on__lte=F("visit_on")),
                name="the_pre_conference_is_not_after_the_visit",
                violation_error_message="Enter a pre-conference on or before the day of the visit.",
            ),
            models.CheckConstraint(
                condition=Q(self_assessment_on=None)
                | Q(visit_on__isnull=False, self_assessment_on__gte=F("visit_on")),
                name="the_self_assessment_is_not_before_the_visit",
                violation_error_message="The self-assessment is written after the visit.",
            ),
            models.CheckConstraint(
                condition=Q(post_conference_on=None)
                | Q(visit_on__isnull=False, post_conference_on__gte=F("visit_on")),
                name="the_post_conference_is_not_before_its_visit",
                violation_error_message=(
                    "Enter a post-conference on or after the day of its visit, and the visit first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(adjustment_on=None)
                | Q(post_conference_on__isnull=False, adjustment_on__gte=F("post_conference_on")),
                name="the_plan_is_adjusted_after_the_post_conference",
                violation_error_message=(
                    "Enter the day the plan was adjusted: on or after the post-conference."
                ),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on=None)
                | Q(post_conference_on__isnull=False, follow_up_on__gt=F("post_conference_on")),
                name="the_targeted_visit_follows_the_post_conference",
                violation_error_message="Enter a targeted visit after the post-conference.",
            ),
            models.CheckConstraint(
                condition=Q(next_visit_by=None)
                | Q(visit_on=None)
                | Q(next_visit_by__gt=F("visit_on")),
                name="the_next_visit_comes_after_this_one",
                violation_error_message="Enter a next formal visit after this one.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_round_says_who_closed_it",
            ),
        ]
        indexes = [
            models.Index(fields=["school_system", "closed_at"], name="open_rounds_of_a_system"),
            models.Index(fields=["teacher", "-created_at"], name="rounds_of_a_teacher"),
        ]

    def __str__(self):
        return "Observation round"

    def get_absolute_url(self):
        return reverse("coaching:round_detail", args=[self.pk])

    coach_id = None  # no single person makes a round: whoever reads it stands in a relation

    @property
    def is_open(self):
        return self.closed_at is None

    def date_of(self, step):
        """The day a step was done on, or None."""
        if step == RoundStep.Step.NEXT_VISIT:
            return self.closed_at and self.closed_at.astimezone(self.teacher.zone).date()
        return getattr(self, f"{step}_on")

    def can_be_edited_by(self, user):
        """Evaluator and leader of the school, and the owner coach, who copies the official dates
        (permissions R13, R24). Asked of rows read `with_rights`, while the round is open."""
        return self.is_open and (self.is_official or self.is_owned)

    def can_be_confirmed_by(self, user):
        """Areas copied from the official record are confirmed by evaluator or leader (R25)."""
        return self.is_open and self.is_official

    def areas_can_be_entered_by(self, user):
        """Evaluator and leader; owner coach and teacher copy them (permissions R25)."""
        return self.is_open and (self.is_official or self.is_owned or user.pk == self.teacher_id)

    def formal_visit_can_be_made_by(self, user):
        """Evaluator and leader of the school (permissions R24)."""
        return self.is_open and self.is_official

    def plan_can_be_started_by(self, user):
        """The owner coach and the teacher, who write the plan (permissions R14)."""
        return self.is_open and (self.is_owned or user.pk == self.teacher_id)

    def can_be_self_assessed_by(self, user):
        """Only the person observed, once the visit was held."""
        return self.is_open and user.pk == self.teacher_id and self.visit_on is not None


class RoundStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the round they belong to (permissions R13)."""
        return self.filter(near(user, "round__teacher"), CLOCK.is_on("round__school"))

    def undone(self):
        return self.filter(done_at=None, round__closed_at=None)

    def standing(self, state, today):
        """Undone steps that are overdue, due today or due soon, as `state` says."""
        return self.undone().filter(RoundStep.conditions(today)[state])

    def waiting_for(self, user):
        """Those that `user` does: the teacher her self-assessment, the owner coach what follows the
        post-conference, evaluator and leader the formal parts."""
        formal = officials(user, "round__teacher") & Q(step__in=RoundStep.FORMAL)
        coached = Q(round__teacher__in=owned(user), step__in=RoundStep.COACHED)
        return self.filter(
            formal | coached | Q(round__teacher=user, step=RoundStep.Step.SELF_ASSESSMENT)
        )


class RoundStep(Row):
    """One step of a round: when it may be done and is due, and who said when that it was done.

    Due dates are kept, so that people can be told when a closure moves them; a step that is paused,
    or waits for the one before it, has none.
    """

    class Step(models.TextChoices):
        PRE_CONFERENCE = "pre_conference", "Pre-conference"
        VISIT = "visit", "Formal visit"
        SELF_ASSESSMENT = "self_assessment", "Self-assessment"
        POST_CONFERENCE = "post_conference", "Post-conference"
        ADJUSTMENT = "adjustment", "Plan adjusted"
        FOLLOW_UP = "follow_up", "Targeted informal visit"
        NEXT_VISIT = "next_visit", "Next formal visit"

    FORMAL = (Step.PRE_CONFERENCE, Step.VISIT, Step.POST_CONFERENCE, Step.NEXT_VISIT)
    COACHED = (Step.ADJUSTMENT, Step.FOLLOW_UP)
    # Those that somebody enters as a date; the rest are done by writing, or by the next round.
    DATED = (
        Step.PRE_CONFERENCE,
        Step.VISIT,
        Step.POST_CONFERENCE,
        Step.ADJUSTMENT,
        Step.FOLLOW_UP,
    )

    round = models.ForeignKey(ObservationRound, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=Step.choices)
    opens_on = models.DateField(null=True)
    soon_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    @staticmethod
    def conditions(today) -> dict:
        """{state: condition} for undone steps: past the last day, on it, and not long before it."""
        return {
            "overdue": Q(due_on__lt=today),
            "due": Q(due_on=today),
            "soon": Q(soon_on__lte=today, due_on__gt=today),
        }

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "step"], name="one_row_for_each_step"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(opens_on=None) | Q(opens_on__lte=F("due_on")),
                name="a_step_is_due_once_it_may_be_done",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_step_that_is_done_says_who_said_so",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_at=None), name="steps_of_rounds_to_do"
            ),
        ]

    def __str__(self):
        return self.get_step_display()


class ObservationAreaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a post-conference agreed on (permissions R25): the person observed, her owner coach,
        the leaders of her school and her evaluator of record."""
        owner = Q(round__teacher__in=owned(user))
        standing = Q(round__teacher=user) | owner | officials(user, "round__teacher")
        return self.filter(standing, CLOCK.is_on("round__school"))

    def unconfirmed(self):
        """Copied from the official record, and not confirmed yet."""
        return self.filter(confirmed_at=None)


class ObservationArea(Row):
    """What to keep (reinforcement) or to work on (refinement) after a post-conference: an indicator
    and what was seen in words, never a score.

    Evaluator and leader enter it; teacher or coach may copy it from the official record, and go on
    working while it waits to be confirmed.
    """

    class Kind(models.TextChoices):
        REINFORCEMENT = "reinforcement", "Reinforcement area"
        REFINEMENT = "refinement", "Refinement area"

    round = models.ForeignKey(ObservationRound, on_delete=models.PROTECT, related_name="areas")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    indicator = models.ForeignKey("coaching.Indicator", on_delete=models.PROTECT, related_name="+")
    descriptor = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    objects = ObservationAreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="one_area_of_each_kind"),
            models.CheckConstraint(
                condition=~Q(descriptor__regex=SCORE),
                name="an_area_is_in_words_and_no_score",
                violation_error_message=NO_SCORE,
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_area_says_who_confirmed_it",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class SelfAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The writer's alone until she shows it to a named person, and only while that person is
        her coach, evaluator or the leader of her school (permissions R17–R18, P3)."""
        shown = SelfAssessment.shown_to.through.objects.filter(
            selfassessment=OuterRef("pk"), user=user
        )
        standing = Q(round__teacher__in=owned(user)) | officials(user, "round__teacher")
        readable = Q(round__teacher=user) | (Exists(shown) & standing)
        return self.filter(readable, CLOCK.is_on("round__school"))


class SelfAssessment(Row):
    """The teacher's own look at the lesson with the same rubric, in words (b.3)."""

    round = models.OneToOneField(
        ObservationRound, on_delete=models.PROTECT, related_name="self_assessment"
    )
    reinforcement_indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reinforcement = models.TextField(blank=True)
    refinement_indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refinement = models.TextField(blank=True)
    shown_to = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "self-assessment"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reinforcement__regex=SCORE) & ~Q(refinement__regex=SCORE),
                name="a_self_assessment_is_in_words_and_no_score",
                violation_error_message=NO_SCORE,
            ),
        ]

    def __str__(self):
        return "Self-assessment"

    @property
    def teacher(self):
        return self.round.teacher

    @property
    def teacher_id(self):
        return self.round.teacher_id

    coach_id = None
