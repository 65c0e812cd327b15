from django import forms

from core.forms import ModelForm
from people.models import User


class ProfileForm(ModelForm):
    """What a person sets for themself (permissions R07)."""

    submit_label = "Save my settings"

    class Meta:
        model = User
        fields = ["name", "theme", "shortcuts_on"]
        widgets = {"theme": forms.RadioSelect}
        labels = {"name": "Your name", "theme": "Colors"}
        help_texts = {"shortcuts_on": "Press ? on any page for the list."}
