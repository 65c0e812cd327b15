"""Forms of what hangs on a goal: its numbers over time, its reviews and the school's steps."""

from django import forms

from core.forms import Form
from goals.models import Checkpoint, GoalReview, Measurement, SchoolStep
from people.forms.rows import RowForm

TOO_MUCH = "Enter a percentage from 0 to 100"


class PartForm(RowForm):
    """A row of a goal; a goal in percent takes numbers from 0 to 100."""

    def clean(self):
        cleaned = super().clean()
        value = cleaned.get("value")
        goal = self.instance.goal
        is_share = goal.unit in (goal.Unit.PERCENT, goal.Unit.PERCENTAGE_POINTS)
        if value is not None and is_share and not 0 <= value <= 100:
            self.add_error("value", TOO_MUCH)
        return cleaned


class MeasurementForm(PartForm):
    submit_label = "Save the number"
    constraint_fields = {"one_measurement_a_day_of_a_source": "measured_on"}

    class Meta:
        model = Measurement
        fields = ["measured_on", "value", "source"]
        help_texts = {"source": "Like fall screener, or state test 2026."}
        things = {
            "measured_on": "the day it was measured",
            "value": "the number",
            "source": "where the number comes from",
        }

    def clean_measured_on(self):
        day = self.cleaned_data["measured_on"]
        if day and day > self.user.today:
            raise forms.ValidationError("Enter a day that is not to come")
        return day


class CheckpointForm(PartForm):
    submit_label = "Save the checkpoint"
    constraint_fields = {"one_checkpoint_a_day": "due_on"}

    class Meta:
        model = Checkpoint
        fields = ["due_on", "value"]
        things = {"due_on": "the day of the checkpoint", "value": "the number it should be"}

    def clean_due_on(self):
        day, goal = self.cleaned_data["due_on"], self.instance.goal
        if day and goal.starts_on and goal.ends_on and not goal.starts_on < day <= goal.ends_on:
            raise forms.ValidationError("Enter a day within the window of the goal")
        return day


class ReviewForm(RowForm):
    """What the data say, what was decided, and when it is looked at next."""

    submit_label = "Save the review"
    constraint_fields = {"a_goal_is_looked_at_again_later": "next_on"}

    class Meta:
        model = GoalReview
        fields = ["reviewed_on", "finding", "decision", "next_on"]
        things = {
            "reviewed_on": "the day of the review",
            "finding": "what the data say",
            "decision": "what was decided",
            "next_on": "the day it is looked at next",
        }

    def clean(self):
        cleaned = super().clean()
        self.check_order(
            "reviewed_on", "next_on", "Enter a day after the review", is_same_day_fine=False
        )
        goes_on = cleaned.get("decision") in ("go_on", "adjust")
        if goes_on and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "Enter the day it is looked at next, like 11/24/2026")
        return cleaned


class SchoolStepsForm(Form):
    """School-level action steps: some that schools often take, and one in own words."""

    submit_label = "Add the steps"
    templates = forms.MultipleChoiceField(
        choices=list(SchoolStep.TEMPLATES.items()),
        required=False,
        label="Steps to begin with",
        help_text="You can change the words afterwards.",
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        required=False, label="In your own words", widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def steps(self):
        """(kind, text) of what was ticked and typed."""
        kinds = self.cleaned_data["templates"]
        chosen = [(kind, SchoolStep.TEMPLATES[kind]) for kind in kinds]
        own = self.cleaned_data["text"]
        return chosen + ([(SchoolStep.Kind.OTHER, own)] if own else [])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.steps:
            self.add_error("text", "Tick a step, or write one")
        return cleaned


class SchoolStepForm(RowForm):
    """The words of one step."""

    submit_label = "Save the step"

    class Meta:
        model = SchoolStep
        fields = ["kind", "text"]
        things = {"kind": "what kind of step it is", "text": "what teachers do"}
