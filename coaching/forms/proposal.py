from django import forms

from coaching.models import Indicator, StepProposal
from core.fields import TextField
from core.forms import Form, ModelForm


class ProposalForm(ModelForm):
    """A step that a contributor proposes."""

    submit_label = "Propose the step"
    activity = TextField(
        label="Action step",
        help_text="One thing, small enough for a week.",
        widget=forms.Textarea({"rows": 3}),
    )
    why = TextField(
        label="Why this step",
        help_text="What you saw. Teacher and owner coach read it.",
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    look_fors = TextField(
        label="Teacher look-fors",
        help_text="What one would see when the step works. One a line.",
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    class Meta:
        model = StepProposal
        fields = ["activity", "look_fors", "why", "due_on", "indicator"]
        labels = {"due_on": "Step due", "indicator": "What the step is about"}
        things = {"activity": "the action step", "due_on": "the day the step is due"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["indicator"].empty_label = "None"
        indicators = Indicator.objects.visible_to(user)
        about = self.instance.teacher_id
        self.fields["indicator"].queryset = indicators.about(about, user.today)


class WhyNotForm(Form):
    """Why a proposed step is not taken."""

    submit_label = "Answer why not"
    why_not = TextField(
        label="Why not",
        help_text="Whoever proposed it reads this.",
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        things = {"why_not": "why the step is not taken"}
