from django import forms

from core.forms import Form
from people.models import FeatureSurvey


class SurveyForm(Form):
    """The two questions; no words are asked for, so that nobody is known by them."""

    submit_label = "Send my answers"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in FeatureSurvey.QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                choices=FeatureSurvey.Answer.choices,
                coerce=int,
                widget=forms.RadioSelect,
            )
