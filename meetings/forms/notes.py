"""The notes of one part of a meeting: the form knows what they were when the page opened."""

from django import forms

from core.autosave import as_posted, one_line_end
from core.forms import Form


class NotesForm(Form):
    notes = forms.CharField(
        label="Notes",
        required=False,
        strip=False,
        show_hidden_initial=True,
        help_text="Everybody in the team reads them. No students’ names.",
        widget=forms.Textarea({"rows": 12}),
    )

    @classmethod
    def of(cls, section, user, data=None):
        """The form with what is stored; bound where `data` was posted."""
        return cls(data, user=user, initial={"notes": as_posted(section.notes)})

    def was(self):
        """The notes as the page had them when the person began to type."""
        name = self.add_initial_prefix("notes")
        return one_line_end(self.data.get(name, self.initial["notes"]))

    def start_from(self, theirs):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        self.data[self.add_initial_prefix("notes")] = theirs
