"""The form of texts that two people write together: it knows what each was when the page opened."""

from django import forms

from coaching.forms.text import TextField
from core.autosave import as_posted, one_line_end
from core.forms import Form


def pair_text(label, help_text="", *, rows=4, required=False):
    """One text of such a page."""
    return TextField(
        label=label,
        help_text=help_text,
        required=required,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": rows}),
    )


class PairTextsForm(Form):
    """Its fields are text fields of the record it is made `of`."""

    submit_label = "Save"

    @classmethod
    def of(cls, record, user, data=None):
        """The form with what is stored; bound where `data` was posted."""
        names = cls.base_fields
        stored = {name: as_posted(getattr(record, name)) for name in names}
        return cls(data, user=user, initial=stored)

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
