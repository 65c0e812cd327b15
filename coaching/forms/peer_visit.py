"""Peer visits: whom, when, what to look for; and afterwards what was seen."""

from django import forms
from django.core.exceptions import ValidationError

from coaching.models import PeerVisit
from core.fields import TextField
from core.forms import Form, ModelForm


class PeerVisitAskForm(ModelForm):
    """Three fields: a colleague, a day, and what to look for where one wants to say."""

    submit_label = "Ask"
    colleague = forms.ModelChoiceField(label="Colleague", queryset=None)
    look_for = TextField(
        label="What to look for",
        required=False,
        help_text="Only the two of you read it. Initials instead of student names.",
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = PeerVisit
        fields = ["planned_on", "look_for"]
        labels = {"planned_on": "Day of the lesson"}
        things = {
            "colleague": "a colleague",
            "planned_on": "the day of the lesson",
            "look_for": "what to look for",
        }

    field_order = ["colleague", "planned_on", "look_for"]

    def __init__(self, *args, user, colleagues, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["colleague"].queryset = colleagues
        self.fields["planned_on"].widget.attrs["min"] = user.today.isoformat()

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if day < self.user.today:
            raise ValidationError("Choose today or a later day for the visit")
        return day


class PeerVisitWriteForm(Form):
    """What the visitor saw, for the host."""

    saw = TextField(
        label="What you saw",
        help_text="What was said and done, not how good it was. Initials instead of student names.",
        widget=forms.Textarea({"rows": 8}),
    )

    class Meta:
        things = {"saw": "what you saw"}
