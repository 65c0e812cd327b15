from django import forms

from coaching.models import FeedbackTemplate
from core.forms import Form


class FeedbackTemplateForm(Form):
    """Which parts each role is asked for: one list of ticks for each role."""

    submit_label = "Save how feedback is given"

    def __init__(self, *args, user, rows, **kwargs):
        """`rows` are the templates of the school system."""
        left_out = {row.role: row.leaves_out for row in rows}
        super().__init__(*args, user=user, **kwargs)
        for role, label in FeedbackTemplate.Role.choices:
            self.fields[role] = forms.MultipleChoiceField(
                label=label,
                choices=FeedbackTemplate.Part.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[
                    part
                    for part in FeedbackTemplate.Part.values
                    if part not in left_out.get(role, [])
                ],
            )
