from django import forms
from django.core.exceptions import ValidationError

from coaching.models import ImpactEntry
from core.forms import ModelForm

NOT_YET = "Enter a day up to today: impact is what was seen"


class ImpactEntryForm(ModelForm):
    """A day, one line, and where it was seen."""

    submit_label = "Add the entry"
    seen = forms.CharField(
        label="What was seen",
        max_length=300,
        help_text="In one line, in counts where there are any. Initials instead of student names.",
    )

    class Meta:
        model = ImpactEntry
        fields = ["seen_on", "seen", "source"]
        things = {"seen_on": "the day it was seen", "seen": "what was seen"}

    def clean_seen_on(self):
        day = self.cleaned_data["seen_on"]
        if day > self.user.today:
            raise ValidationError(NOT_YET)
        return day
