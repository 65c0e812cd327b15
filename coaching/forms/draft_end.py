from django import forms

from coaching.models import DraftEnd
from core.forms import Form


class DraftEndForm(Form):
    """What becomes of a draft on its last day."""

    submit_label = "Save"
    END = "end"
    choice = forms.ChoiceField(
        label="On the last day",
        choices=[
            (DraftEnd.Outcome.SHARED, "Share its notes with the teacher"),
            (DraftEnd.Outcome.MARKS, "Keep its look-for marks only"),
            (DraftEnd.Outcome.PURGED, "Remove it all"),
        ],
        widget=forms.Select,
    )

    def __init__(self, *args, is_open=False, **kwargs):
        """`is_open`: the visit was never ended, and is ended at once instead of shared."""
        super().__init__(*args, **kwargs)
        if is_open:
            shared = DraftEnd.Outcome.SHARED
            rest = [one for one in self.fields["choice"].choices if one[0] != shared]
            self.fields["choice"].choices = [(self.END, "End it now, and keep it to share"), *rest]
            if self.initial.get("choice") == shared:
                self.initial["choice"] = self.END

    class Meta:
        things = {"choice": "what becomes of it"}


class FeedbackEndForm(Form):
    """What becomes of unshared feedback on its last day."""

    submit_label = "Save"
    choice = forms.ChoiceField(
        label="On the last day",
        choices=[
            (DraftEnd.Outcome.SHARED, "Share it, if praise and step are there; else remove it"),
            (DraftEnd.Outcome.PURGED, "Remove it"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        things = {"choice": "what becomes of it"}
