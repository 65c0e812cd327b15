from django import forms

from coaching.models import DraftEnd
from core.forms import Form


class DraftEndForm(Form):
    """What becomes of a draft on its last day."""

    submit_label = "Save"
    choice = forms.ChoiceField(
        label="On the last day",
        choices=[
            (DraftEnd.Outcome.SHARED, "Share its notes with the teacher"),
            (DraftEnd.Outcome.MARKS, "Keep its look-for marks only"),
            (DraftEnd.Outcome.PURGED, "Remove it all"),
        ],
        widget=forms.Select,
    )

    class Meta:
        things = {"choice": "what becomes of it"}
