"""The launch meeting: what is said about it in one tap, and what the two write down."""

import datetime as dt

from django import forms

from coaching.forms.text import TextField
from core.autosave import one_line_end
from core.forms import Form
from people.models import LaunchMeeting

DAYS_TO_MEET = 14
Answer = LaunchMeeting.Answer


def _text(label, help_text):
    return TextField(
        label=label,
        help_text=help_text,
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": 4}),
    )


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


class LaunchForm(Form):
    """What the two write down; each text saves itself."""

    submit_label = "Save"
    trust_notes = _text("Trust", "What helps us to speak openly. What stays between us.")
    expectations = _text(
        "What we expect of each other",
        "How we learn together, when we meet, how feedback reaches you, and how we look at "
        "equity in the classroom.",
    )
    reflection = _text(
        "Reflection on practice", "What goes well, and what you would like to get better at."
    )
    focus_areas = _text("Possible focus areas", "Where coaching could begin.")
    students = _text("The students", "Who they are this year. Initials instead of names.")
    priority_groups = _text(
        "Priority groups", "What they need, and how the coach can help. No names."
    )

    def was(self):
        """Each text as the page had it when the person began to type."""
        texts = {
            name: self.data.get(self.add_initial_prefix(name), self.initial[name])
            for name in self.fields
        }
        return {name: one_line_end(text) for name, text in texts.items()}

    def start_from(self, theirs):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        for name, text in theirs.items():
            self.data[self.add_initial_prefix(name)] = text
