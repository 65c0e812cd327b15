"""Data reviews: a school shows its numbers, is asked, and promises steps (S2.40–S2.42)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import SchoolsDataQuerySet
from ilt.models.keeping import can_keep


class DataReviewQuerySet(SchoolsDataQuerySet):
    def held(self):
        return self.filter(state=DataReview.State.HELD)


class DataReview(Row):
    """One review of one school's data, or of the whole system's (`school` empty).

    `previous` is the last review held before it: this one opens with what became of its steps.
    Once held, what the school showed and promised stays as it was.
    """

    class Kind(models.TextChoices):
        QUARTERLY = "quarterly", "Quarterly data review"
        STEP_BACK = "step_back", "Data step-back"

    class State(models.TextChoices):
        PREPARING = "preparing", "Being prepared"
        READY = "ready", "Ready to read"
        HELD = "held", "Held"

    school = models.ForeignKey(
        "people.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_reviews",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.QUARTERLY)
    title = models.CharField(max_length=120, help_text="Like Second quarter.")
    review_on = models.DateField(verbose_name="when it is held")
    data_sets = models.ManyToManyField("goals.DataSet", blank=True, related_name="data_reviews")
    tracker_notes = models.TextField(
        blank=True,
        verbose_name="what the tracker shows",
        help_text="Trends and gaps by grade, subject and student group. Nobody’s name.",
    )
    action_plan = models.TextField(
        blank=True,
        help_text="What the school does about it now, a line each.",
    )
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PREPARING, editable=False
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="followers"
    )
    no_steps_because = models.CharField(
        max_length=200, blank=True, verbose_name="why no step is promised"
    )
    held_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DataReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-review_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_data_review_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False)
                | (~Q(state="held") & Q(held_at=None)),
                name="a_held_data_review_says_when",
            ),
            models.CheckConstraint(
                condition=Q(previous=None) | ~Q(previous=F("id")),
                name="a_data_review_follows_another",
            ),
            models.UniqueConstraint(
                fields=["school_system", "school", "review_on"],
                nulls_distinct=False,
                name="one_data_review_a_day",
                violation_error_message="There is a review of that day already.",
            ),
        ]
        indexes = [models.Index(fields=["school", "-review_on"], name="data_reviews_of_a_school")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ilt:review_detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def whose(self) -> str:
        """The school, or the whole system, as people name it."""
        return str(self.school) if self.school_id else "The whole system"

    def can_be_edited_by(self, user):
        """The school's principals and leadership team, and the system's (permissions R39)."""
        return self.school_system_id == user.school_system_id and can_keep(user, self.school_id)

    def can_be_asked_by(self, user):
        """Feedback is the system's leadership team's to give."""
        return self.school_system_id == user.school_system_id and user.is_in_system_ilt


class OfReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the data reviews the person may read (permissions R39)."""
        return self.filter(review__in=DataReview.objects.visible_to(user))


class ReviewEntry(Row):
    """A question that the school answers, or feedback of the system's leadership team."""

    class Kind(models.TextChoices):
        TREND = "trend", "Explain this trend"
        GAP = "gap", "What about this gap"
        PROBE = "probe", "Clarifying question"
        FEEDBACK = "feedback", "Feedback"

    review = models.ForeignKey(DataReview, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_review_entry_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None)
                | (~Q(answer="") & Q(answered_by__isnull=False) & ~Q(kind="feedback")),
                name="an_answer_says_whose",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_feedback(self) -> bool:
        return self.kind == self.Kind.FEEDBACK

    def can_be_edited_by(self, user):
        return self.review.can_be_edited_by(user)


class PromisedStepQuerySet(OfReviewQuerySet):
    def promised(self):
        """Of reviews that were held, as long as nobody has said what became of them."""
        return self.filter(status="", review__state=DataReview.State.HELD)


class PromisedStep(Row):
    """What somebody promised in a review, by when, and what became of it."""

    class Status(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        NOT_DONE = "not_done", "Not done"

    review = models.ForeignKey(DataReview, on_delete=models.PROTECT, related_name="steps")
    text = models.TextField(verbose_name="what is promised")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promised_steps"
    )
    due_on = models.DateField(verbose_name="by when")
    status = models.CharField(
        max_length=8, choices=Status.choices, blank=True, verbose_name="what became of it"
    )
    outcome = models.TextField(
        blank=True, verbose_name="did it work", help_text="What the numbers or the rooms show now."
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    reported_at = models.DateTimeField(null=True, editable=False)

    objects = PromisedStepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_promised_step_says_what"),
            models.CheckConstraint(
                condition=Q(status="", outcome="", reported_at=None, reported_by=None)
                | (~Q(status="") & Q(reported_at__isnull=False, reported_by__isnull=False)),
                name="what_became_of_a_step_says_who_said_so",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="promised_steps_of_a_person")]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        return not self.status

    def can_be_edited_by(self, user):
        return self.review.can_be_edited_by(user)


class ReviewCadenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """How often the own system reviews its data."""
        return self.filter(school_system=user.school_system_id)


class ReviewCadence(Row):
    """How often each leadership team holds a data review; every three months where nobody said."""

    class Months(models.IntegerChoices):
        QUARTERLY = 3, "Every quarter"
        TWICE = 6, "Twice a year"

    every_months = models.PositiveSmallIntegerField(
        choices=Months.choices, default=Months.QUARTERLY, verbose_name="how often"
    )

    objects = ReviewCadenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_system"], name="one_review_cadence_of_a_system"
            ),
            models.CheckConstraint(
                condition=Q(every_months__in=[3, 6]),
                name="data_is_reviewed_quarterly_or_twice_a_year",
            ),
        ]

    def __str__(self):
        return self.get_every_months_display()
