from django import forms

from core.forms import ModelForm
from reports.models import SuccessStory


class SuccessStoryForm(ModelForm):
    """What a teacher tells of a cycle that is over, for whom, and whether with her name."""

    submit_label = "Publish the story"

    class Meta:
        model = SuccessStory
        fields = ["title", "text", "coach_line", "reach", "is_named"]
        help_texts = {
            "text": "What students do now, and what you tried. No student names.",
            "coach_line": "Ask your coach first.",
            "is_named": "Without it, the story names your school alone.",
        }
        widgets = {
            "text": forms.Textarea({"rows": 6}),
            "coach_line": forms.Textarea({"rows": 2}),
            "reach": forms.RadioSelect,
        }
        things = {"title": "the title", "text": "your story"}
