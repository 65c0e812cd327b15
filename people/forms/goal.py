"""The forms of a school's goals and of its school-level action steps."""

from django import forms
from django.core.validators import URLValidator

from core.forms import Form
from people.forms.rows import RowForm
from people.models import School, SchoolGoal, SchoolStep, SchoolYear

NUMBERS = ["statement", "metric", "unit", "baseline", "target", "starts_on", "ends_on"]
LINK = "Enter a link that starts with https:// or http://, like https://example.org/page"
TOO_MUCH = "Enter a percentage from 0 to 100"


class SubgoalForm(RowForm):
    """A part of a school goal with a number of its own."""

    submit_label = "Save the goal"
    constraint_fields = {
        "a_school_goal_has_a_window": "ends_on",
        "a_school_goal_changes_a_number": "target",
        "percentages_of_a_goal_are_up_to_a_hundred": "target",
    }

    class Meta:
        model = SchoolGoal
        fields = NUMBERS
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "unit": "A score counts points; a share of students changes by percentage points.",
            "baseline": "Like 72.4, or 41 for 41%.",
            "target": "The number to reach, not the change.",
        }
        things = {
            "statement": "what the school wants to reach",
            "metric": "what is measured",
            "baseline": "where it stands now",
            "target": "the target",
            "starts_on": "the first day",
            "ends_on": "the day it is to be reached by",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        year = SchoolYear.objects.visible_to(user).on(user.today).first()
        if year and self.instance._state.adding:
            self.initial = {
                "starts_on": year.starts_on,
                "ends_on": year.ends_on,
                **self.initial,
            }

    def clean(self):
        cleaned = super().clean()
        self.check_order(
            "starts_on", "ends_on", "Enter a day after the first day", is_same_day_fine=False
        )
        baseline, target = cleaned.get("baseline"), cleaned.get("target")
        if target is not None and target == baseline:
            self.add_error("target", "Enter a target that differs from where it stands now")
        if cleaned.get("unit") and cleaned["unit"] != SchoolGoal.Unit.POINTS:
            self._check_percentages("baseline", "target")
        return cleaned

    def _check_percentages(self, *names):
        for name in names:
            if (self.cleaned_data.get(name) or 0) > 100:
                self.add_error(name, TOO_MUCH)


class SchoolGoalForm(SubgoalForm):
    """A goal of a school that the person leads, with the plan it comes from."""

    source_link = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        label="Link to that plan",
        validators=[URLValidator(schemes=["http", "https"], message=LINK)],
        error_messages={"invalid": LINK},
    )

    class Meta(SubgoalForm.Meta):
        fields = ["school", *NUMBERS, "source", "source_title", "source_link"]
        things = SubgoalForm.Meta.things | {"source": "the plan this goal comes from"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["source"].required = True
        led = School.objects.visible_to(user).filter(pk__in=user.led_school_ids)
        self.fields["school"].queryset = led
        if not self.instance._state.adding:
            del self.fields["school"]
        elif len(user.led_school_ids) == 1:
            [self.instance.school_id] = user.led_school_ids
            del self.fields["school"]


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
