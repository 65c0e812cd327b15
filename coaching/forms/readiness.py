from django import forms

from coaching.models import Readiness
from core.dates import long_date
from core.forms import Form


class ReadinessForm(Form):
    """Four ticks, each with the day on which it was made."""

    submit_label = "Save the checklist"

    def __init__(self, data=None, *, user, row):
        super().__init__(data, user=user, initial=row.ticked)
        for name, words in Readiness.TICKS.items():
            day = row.ticked.get(name)
            self.fields[name] = forms.BooleanField(
                label=words, required=False, help_text=f"Ticked {long_date(day)}." if day else ""
            )

    @property
    def ticked(self) -> set[str]:
        return {name for name, is_ticked in self.cleaned_data.items() if is_ticked}
