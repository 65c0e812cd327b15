from django import forms

from coaching.log import WHAT
from coaching.models import Support
from coaching.models.support import LONGEST
from core.fields import TextField
from core.forms import Form, ModelForm
from people.models import User


class SupportForm(ModelForm):
    """A support in three answers: what, when and how long, for what."""

    submit_label = "Save the support"
    minutes = forms.IntegerField(label="How long, in minutes", min_value=1, max_value=LONGEST)
    about = TextField(
        label="For what",
        required=False,
        help_text="The step, the lesson or the students it was for. Initials instead of student "
        "names. The teacher reads this too.",
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = Support
        fields = ["kind", "given_on", "minutes", "about"]
        labels = {"kind": "What you did", "given_on": "When"}
        things = {"kind": "what you did", "given_on": "the day", "minutes": "the minutes"}

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > self.user.today:
            raise forms.ValidationError(
                "Enter a day that has come: what is ahead is a planned visit"
            )
        return day


class LogForm(Form):
    """What of the log is shown; all of it stands in the address."""

    teacher = forms.ModelChoiceField(
        label="Teacher", required=False, queryset=None, empty_label="Any teacher"
    )
    what = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *WHAT.items()]
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        teachers = User.objects.visible_to(user).coached_by(user)
        self.fields["teacher"].queryset = teachers.order_by("name")

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", "Enter a last day on or after the first day")
        return data
