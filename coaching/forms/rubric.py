from django import forms

from coaching.models import BankLookFor, Indicator
from core.forms import ModelForm
from people.forms.rows import RowForm


class IndicatorForm(RowForm):
    """An indicator's words, as the system's official rubric has them."""

    submit_label = "Save the indicator"
    constraint_fields = {"one_indicator_of_each_code": "code"}

    class Meta:
        model = Indicator
        fields = ["code", "name", "domain"]


class BankLookForForm(ModelForm):
    """A look-for that visits and plans can take from the bank."""

    submit_label = "Add to the bank"

    class Meta:
        model = BankLookFor
        fields = ["indicator", "audience", "text"]
        labels = {"audience": "Who shows it", "text": "What one would see"}
        things = {
            "audience": "whether the teacher or the students show it",
            "text": "what one would see",
        }
        widgets = {"audience": forms.RadioSelect}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user).of_teachers()
        self.fields["audience"].choices = BankLookFor.Audience.choices
        self.instance.school_system = user.school_system

    def _get_validation_exclusions(self):
        """The indicator was found in the list a moment ago: it is not looked for again."""
        return super()._get_validation_exclusions() | {"indicator"}
