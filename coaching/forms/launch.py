"""The launch meeting: what is said about it in one tap, and what the two write down."""

import datetime as dt

from django import forms

from core.forms import Form
from core.shared_texts import SharedTextsForm, shared_text
from people.models import LaunchMeeting

DAYS_TO_MEET = 14
Answer = LaunchMeeting.Answer


def _in_two_weeks(user):
    return user.today + dt.timedelta(days=DAYS_TO_MEET)


class LaunchAnswerForm(Form):
    """One of three answers; the button says which, the date and the reason are filled in."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    do_by_on = forms.DateField(label="The day by which you will meet")
    reason = forms.ChoiceField(label="Why it is not needed", choices=LaunchMeeting.Reason.choices)

    class Meta:
        things = {"do_by_on": "the day by which you will meet"}

    def __init__(self, data=None, *, user):
        super().__init__(data, user=user, initial={"do_by_on": _in_two_weeks(user)})
        self.fields["do_by_on"].widget.attrs["min"] = user.today.isoformat()
        said = data.get("answer") if data else None
        self.fields["do_by_on"].required = said in (None, Answer.PLANNED)
        self.fields["reason"].required = said in (None, Answer.NOT_NEEDED)

    def clean_do_by_on(self):
        day = self.cleaned_data["do_by_on"]
        if day and self.cleaned_data.get("answer") == Answer.PLANNED and day < self.user.today:
            raise forms.ValidationError("Enter today or a later day")
        return day

    @property
    def said(self):
        """The answer as the action takes it."""
        return {
            "said": self.cleaned_data["answer"],
            "do_by_on": self.cleaned_data["do_by_on"],
            "reason": self.cleaned_data["reason"],
        }


class LaunchForm(SharedTextsForm):
    """What the two write down; each text saves itself."""

    trust_notes = shared_text("Trust", "What helps us to speak openly. What stays between us.")
    expectations = shared_text(
        "What we expect of each other",
        "How we learn together, when we meet, how feedback reaches you, and how we look at "
        "equity in the classroom.",
    )
    reflection = shared_text(
        "Reflection on practice", "What goes well, and what you would like to get better at."
    )
    focus_areas = shared_text("Possible focus areas", "Where coaching could begin.")
    students = shared_text("The students", "Who they are this year. Initials instead of names.")
    priority_groups = shared_text(
        "Priority groups", "What they need, and how the coach can help. No names."
    )
