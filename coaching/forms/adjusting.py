from django import forms

from coaching.models import PlanRevision
from core.forms import ModelForm


class PlanRevisionForm(ModelForm):
    """Why an agreed plan is adjusted, and which data say so."""

    submit_label = "Adjust the plan"

    class Meta:
        model = PlanRevision
        fields = ["because", "reason", "data_reference"]
        widgets = {"because": forms.RadioSelect}
        things = {
            "because": "what changed",
            "reason": "why the plan is adjusted",
            "data_reference": "the data it rests on",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = PlanRevision.Because.choices

    def _post_clean(self):
        """The action writes the row, and Postgres checks it there."""
        for name, value in self.cleaned_data.items():
            setattr(self.instance, name, value)
