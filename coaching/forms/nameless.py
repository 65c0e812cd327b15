"""Text about students that names nobody."""

from django import forms

from coaching.roster import roster_of
from core.fields import TextField
from people.names import named_in

NAMES_SOMEBODY = (
    "“{}” is on the roster of this school. Write it without names: how many students, and what "
    "they did"
)


class NamelessField(TextField):
    """Text that may hold no name of the roster of the `teacher`'s schools; the form says whose."""

    teacher = None

    def clean(self, value):
        text = super().clean(value)
        name = named_in(text, roster_of(self.teacher)) if text else ""
        if name:
            raise forms.ValidationError(NAMES_SOMEBODY.format(name))
        return text
