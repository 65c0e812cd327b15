from people.forms.rows import RowForm
from people.models import CoachingVision


class VisionForm(RowForm):
    """The draft of *How we coach here*."""

    submit_label = "Save and look at it"

    class Meta:
        model = CoachingVision
        fields = ["vision", "phases", "glossary", "data", "practices", "asks_to_be_read"]
        labels = {
            "vision": "What coaching is for here",
            "phases": "The phases of our approach",
            "glossary": "Words we use",
            "data": "Data we look at",
            "practices": "How we write down practices that work",
            "asks_to_be_read": "Ask everybody to read it",
        }
        help_texts = {"asks_to_be_read": "Untick it for a small correction."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vision"].required = True
