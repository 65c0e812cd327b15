"""Student learning targets: written by both, beside the plan."""

from django import forms
from django.core.validators import URLValidator

from coaching.models import LearningTargets
from core.shared_texts import SharedTextsForm, shared_text

A_LINK = URLValidator(["http", "https"], message="Enter a link that begins with https://")


class LearningTargetsForm(SharedTextsForm):
    """Two targets, the reflection at the end, or a link; each saves itself."""

    first = shared_text(
        "First target",
        "What students will know or do, how many of them, by when. No student names.",
    )
    second = shared_text("Second target", "If there is one.")
    reflection = shared_text(
        "Reflection at the end", "What students reached, and what you would do again."
    )
    kept_at = forms.CharField(
        label="Where they are kept",
        help_text="A link, where the school system keeps the targets elsewhere.",
        required=False,
        max_length=LearningTargets._meta.get_field("kept_at").max_length,
        validators=[A_LINK],
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "url"}),
    )
