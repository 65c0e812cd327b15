"""The forms of data reviews: what is laid on the table, asked, answered and promised."""

from django import forms
from django.db.models import Q

from core.forms import Form
from goals.models import DataSet
from ilt.forms.shared import SharedForm, offer_schools
from ilt.models import DataReview, PromisedStep, ReviewCadence, ReviewEntry
from ilt.people import leaders_around


class ReviewForm(SharedForm):
    """What a review lays on the table."""

    submit_label = "Save the review"
    shared = ("tracker_notes", "action_plan")
    constraint_fields = {"one_data_review_a_day": "review_on"}

    class Meta:
        model = DataReview
        fields = ["kind", "title", "review_on", "data_sets", "tracker_notes", "action_plan"]
        widgets = {"data_sets": forms.CheckboxSelectMultiple}
        labels = {"kind": "What it is", "data_sets": "Data sets on the table"}
        things = {
            "title": "what the review is called",
            "review_on": "the day it is held",
            "tracker_notes": "what the tracker shows",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        laid = Q(data_reviews=self.instance.pk)
        sets = DataSet.objects.visible_to(user).filter(Q(removed_at=None) | laid).distinct()
        there = Q(school=self.instance.school_id) | Q(school=None)
        self.fields["data_sets"].queryset = sets.filter(there) if self.instance.school_id else sets


class ReviewStartForm(SharedForm):
    """A new review: whose, when, and what it is called."""

    submit_label = "Begin the review"
    constraint_fields = ReviewForm.constraint_fields

    class Meta:
        model = DataReview
        fields = ["school", "kind", "title", "review_on"]
        labels = ReviewForm.Meta.labels
        things = {**ReviewForm.Meta.things, "school": "the school"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_schools(self, user)


class QuestionForm(SharedForm):
    """A question for the school to answer."""

    submit_label = "Ask"
    shared = ("text",)

    class Meta:
        model = ReviewEntry
        fields = ["kind", "text"]
        labels = {"kind": "What kind of question", "text": "Question"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in ReviewEntry.Kind if kind != "feedback"]
        self.fields["kind"].choices = kinds


class FeedbackForm(SharedForm):
    """What the system's leadership team says to the school."""

    submit_label = "Give the feedback"
    shared = ("text",)

    class Meta:
        model = ReviewEntry
        fields = ["text"]
        labels = {"text": "Feedback"}


class AnswerForm(SharedForm):
    """The school's answer."""

    submit_label = "Save the answer"
    shared = ("answer",)

    class Meta:
        model = ReviewEntry
        fields = ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class StepForm(SharedForm):
    """A promise: what, who, by when."""

    submit_label = "Save the step"
    shared = ("text",)

    class Meta:
        model = PromisedStep
        fields = ["text", "owner", "due_on"]
        labels = {"owner": "Who"}
        things = {
            "text": "what is promised",
            "owner": "who does it",
            "due_on": "the day it is due",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["owner"].queryset = leaders_around(user, self.instance.review.school_id)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < self.instance.review.review_on:
            raise forms.ValidationError("Enter a day on or after the review")
        return day


class OutcomeForm(SharedForm):
    """What became of a promised step."""

    submit_label = "Save"
    shared = ("outcome",)

    class Meta:
        model = PromisedStep
        fields = ["status", "outcome"]
        things = {"status": "what became of it"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].required = True


class HoldForm(Form):
    """That it was held; where nothing was promised, why."""

    submit_label = "It was held"
    no_steps_because = forms.CharField(
        max_length=200,
        required=False,
        label="Why no step is promised",
        help_text="Only where none is.",
    )


class CadenceForm(SharedForm):
    """How often data are reviewed."""

    class Meta:
        model = ReviewCadence
        fields = ["every_months"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["every_months"].validators = []  # the choices are the bounds
