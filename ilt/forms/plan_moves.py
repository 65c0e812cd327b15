"""Shifting a cycle, and pasting a plan from a document."""

from django import forms

from core.forms import Form
from ilt.actions.long_range_rows import FULL, MOST_WEEKS
from ilt.pasted_plan import PastedPlan

MOST = 30
MOST_ERRORS = 20


class ShiftForm(Form):
    """By how many weeks, and whether the later cycles move along."""

    submit_label = "Show where it would stand"
    weeks = forms.IntegerField(
        label="Weeks later",
        min_value=-MOST,
        max_value=MOST,
        initial=1,
        help_text="Like 1, or -1 for a week earlier.",
    )
    later = forms.BooleanField(label="The later cycles move along", required=False, initial=True)

    def clean_weeks(self):
        weeks = self.cleaned_data["weeks"]
        if weeks == 0:
            raise forms.ValidationError("Enter the number of weeks, like 1")
        return weeks


class PasteForm(Form):
    """A table from a document. `pasted` is what it says; errors name its rows."""

    submit_label = "Read the table"
    table = forms.CharField(
        label="The table",
        strip=False,
        widget=forms.Textarea({"rows": 10, "data-paste-table": "", "autocomplete": "off"}),
        help_text="Week or date, topics, outcome, materials, actions, progress: copy the rows in "
        "your document or spreadsheet and paste them here. A line “Cycle 2” begins a cycle; its "
        "timeframe, priority and short-term goal come along.",
    )

    def __init__(self, *args, user, plan, rows, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.plan, self.rows, self.pasted = plan, rows, None

    def clean_table(self):
        text = self.cleaned_data["table"]
        self.pasted = PastedPlan(text, self.plan.school_year, self.rows)
        errors = self.pasted.errors[:MOST_ERRORS]
        there = sum(len(one.weeks) for one in self.rows)
        if not errors and there + self.pasted.count > MOST_WEEKS:
            errors = [FULL]
        if errors:
            raise forms.ValidationError(errors)
        return text
