from django import forms

from core.forms import Form, ModelForm
from reports.models import SuccessStory


class SuccessStoryForm(ModelForm):
    """What a teacher tells of a cycle that is over, for whom, and whether with her name."""

    submit_label = "Publish the story"

    class Meta:
        model = SuccessStory
        fields = ["title", "text", "coach_line", "reach", "is_named"]
        help_texts = {
            "text": "What students do now, and what you tried. No student names.",
            "coach_line": "Your coach is asked, and it shows once confirmed.",
            "is_named": "Without it, the story names your school alone.",
        }
        widgets = {
            "text": forms.Textarea({"rows": 6}),
            "coach_line": forms.Textarea({"rows": 2}),
            "reach": forms.RadioSelect,
        }
        things = {"title": "the title", "text": "your story"}


class StoryLineForm(Form):
    """What the quoted coach says of the line, and which words were on the page."""

    things = {"answer": "whether the line may show"}
    answer = forms.ChoiceField(choices=[("yes", "Confirm"), ("no", "Decline")])
    line = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].initial = story.line_fingerprint

    @property
    def said(self):
        """As `actions.story.answer_line` takes it."""
        is_confirmed = self.cleaned_data["answer"] == "yes"
        return {"is_confirmed": is_confirmed, "fingerprint": self.cleaned_data["line"]}
