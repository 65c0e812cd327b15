"""Form fields for text that people type at length."""

from django import forms

from core.autosave import one_line_end
from core.text import lines


class TextField(forms.CharField):
    """Text kept exactly as it was typed, with every line end LF; spaces alone are no text."""

    widget = forms.Textarea

    def __init__(self, *, strip=False, **options):
        super().__init__(strip=strip, **options)

    def to_python(self, value):
        return one_line_end(super().to_python(value))

    def validate(self, value):
        super().validate(value.strip())


class LinesField(TextField):
    """Several short texts, one a line; empty lines and repeated ones are left out."""

    def to_python(self, value):
        return "\n".join(lines(super().to_python(value)))
