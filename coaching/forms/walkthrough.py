"""What is marked and written in a walkthrough, and whom to look for."""

from django import forms

from coaching.actions.walkthrough import LINE
from coaching.forms.observation import check_words
from coaching.models import LookForMark
from core.autosave import Change, one_line_end
from core.fields import TextField
from core.forms import Form


class WalkthroughReplyForm(Form):
    """What the teacher answers to what was seen."""

    submit_label = "Send my reply"
    text = TextField(
        label="Your reply",
        help_text="It goes with every copy. You can change it for 30 days.",
        widget=forms.Textarea({"rows": 4}),
    )

    class Meta:
        things = {"text": "your reply"}


class WalkthroughMarksForm(Form):
    """One mark for each look-for of the form, in one tap; a line of evidence where wanted."""

    evidence = TextField(
        label="A line of evidence",
        help_text="What you saw or heard. Initials instead of student names.",
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": 2}),
        validators=[check_words],
    )

    def __init__(self, data=None, *, user, look_fors, marks, line=""):
        self.look_fors = {str(row.pk): row for row in look_fors}
        super().__init__(data, user=user, initial={LINE: line})
        for pk, row in self.look_fors.items():
            self.fields[pk] = forms.ChoiceField(
                label=row.text,
                choices=LookForMark.Value.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=marks.get(row.pk),
            )

    @property
    def items(self):
        """The look-fors' fields, in the order of the form."""
        return [self[pk] for pk in self.look_fors]

    @property
    def marks(self):
        """{id of the look-for: value, empty where it was not marked}."""
        return {row.pk: self.cleaned_data[pk] for pk, row in self.look_fors.items()}

    @property
    def line(self):
        """The line, and the text it started from."""
        was = self.data.get(self.add_initial_prefix(LINE), self.initial[LINE])
        return Change(LINE, self.cleaned_data[LINE], one_line_end(was))

    def start_from(self, theirs):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        self.data[self.add_initial_prefix(LINE)] = theirs


class TeacherSearchForm(Form):
    """Whom to walk in on, by name."""

    q = forms.CharField(label="Find a teacher", required=False, max_length=150)
