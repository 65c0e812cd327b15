"""Come and see: what a teacher says to invite her coach, and the other day the coach names."""

from django import forms
from django.core.exceptions import ValidationError

from coaching.models import VisitInvitation
from core.fields import TextField
from core.forms import Form, ModelForm


class VisitInviteForm(ModelForm):
    """Three fields, one of them needed."""

    submit_label = "Invite"
    look_for = TextField(
        label="What to look for",
        required=False,
        help_text="Your coach reads it. Initials instead of student names.",
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = VisitInvitation
        fields = ["planned_on", "period", "look_for"]
        labels = {"planned_on": "Day of the lesson"}
        things = {"planned_on": "the day of the lesson", "look_for": "what to look for"}
        help_texts = {"period": "Like 2nd period or 9:05."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["planned_on"].widget.attrs["min"] = user.today.isoformat()


class OtherDayForm(Form):
    """The day on which the coach comes instead, and a word why."""

    submit_label = "Come that day"
    other_day = forms.DateField(label="Another day")
    word = TextField(
        label="A word to the teacher", required=False, widget=forms.Textarea({"rows": 2})
    )

    class Meta:
        things = {"other_day": "the other day", "word": "the word to the teacher"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["other_day"].widget.attrs["min"] = user.today.isoformat()

    def clean_other_day(self):
        day = self.cleaned_data["other_day"]
        if day < self.user.today:
            raise ValidationError("Choose today or a later day for the visit")
        return day
