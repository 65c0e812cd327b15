import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from coaching.models import ActionStep, BankLookFor, Indicator, LookFor, LookForMark
from core.autosave import Change, one_line_end
from core.fields import LinesField, TextField
from core.forms import Form, ModelForm
from core.text import lines

FAR = dt.timedelta(days=400)


class StepForm(ModelForm):
    """An action step with its look-fors, one a line."""

    submit_label = "Save the step"
    activity = TextField(label="Action step", help_text="One thing, small enough for a week.")
    teacher_look_fors = LinesField(
        label="Teacher look-fors",
        help_text="What one would see when the step works. One a line.",
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    student_look_fors = LinesField(
        label="Student look-fors",
        help_text="What students would do then. One a line.",
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = [
        "activity",
        "teacher_look_fors",
        "student_look_fors",
        "due_on",
        "check_back_on",
        "support",
        "indicator",
    ]

    class Meta:
        model = ActionStep
        fields = ["activity", "due_on", "check_back_on", "support", "indicator"]
        labels = {
            "due_on": "Step due",
            "check_back_on": "When you are back",
            "indicator": "What the step is about",
        }
        things = {
            "activity": "the action step",
            "due_on": "the day the step is due",
            "check_back_on": "the day you are back",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["support"].choices = [("", "None"), *ActionStep.Support.choices]
        self.fields["indicator"].empty_label = "None"
        indicators = Indicator.objects.visible_to(user)
        about = self.instance.teacher_id
        self.fields["indicator"].queryset = indicators.about(about, user.today)
        if self.instance.activity:
            self._fill_look_fors()

    def clean_due_on(self):
        return self._ahead("due_on", "on which the step is due")

    def clean_check_back_on(self):
        return self._ahead("check_back_on", "on which you are back")

    def _ahead(self, name, what):
        """A day that is set or moved lies ahead, within about a school year."""
        day, today = self.cleaned_data[name], self.user.today
        if day is None or name not in self.changed_data:
            return day
        if day < today:
            raise ValidationError(f"Enter today or a later day {what}")
        if day - today > FAR:
            raise ValidationError(f"Enter a day within the next school year {what}")
        return day

    def _fill_look_fors(self):
        rows = list(self.instance.look_fors.kept())
        for audience in LookFor.Audience.values:
            texts = [row.text for row in rows if row.audience == audience and row.text.strip()]
            self.initial[f"{audience}_look_fors"] = "\n".join(texts)

    @property
    def step_fields(self):
        """The step's own columns, cleaned."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def look_fors(self):
        """The look-fors of each audience, one a line."""
        return {
            audience: lines(self.cleaned_data[f"{audience}_look_fors"])
            for audience in LookFor.Audience.values
        }


class ReflectionForm(Form):
    """What the teacher writes about a step."""

    text = TextField(
        label="My reflection",
        help_text="What happened when you tried it? What did students do?",
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": 8}),
    )

    @property
    def change(self):
        """The text, and the text it started from."""
        was = self.data.get(self.add_initial_prefix("text"), self.initial["text"])
        return Change("text", self.cleaned_data["text"], one_line_end(was))

    def start_from(self, theirs):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        self.data[self.add_initial_prefix("text")] = theirs


class MarksForm(Form):
    """One mark for each look-for of a visit; each may be left open."""

    submit_label = "Save my marks"

    def __init__(self, data=None, *, user, look_fors, marks):
        self.look_fors = {str(row.pk): row for row in look_fors}
        super().__init__(data, user=user)
        for pk, row in self.look_fors.items():
            self.fields[pk] = forms.ChoiceField(
                label=row.text,
                choices=LookForMark.Value.choices,
                required=False,
                widget=forms.RadioSelect,
                help_text=_audience(row),
                initial=marks.get(row.pk),
            )

    @property
    def marks(self):
        """The value of each look-for that was marked."""
        given = self.cleaned_data.items()
        return {self.look_fors[pk]: value for pk, value in given if value}


def _audience(row):
    kinds = BankLookFor.Audience if isinstance(row, BankLookFor) else LookFor.Audience
    return kinds(row.audience).label
