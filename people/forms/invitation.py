from django import forms
from django.contrib.auth.password_validation import validate_password

from core.forms import Form
from people.models import Invitation

State = Invitation.State


class AcceptForm(Form):
    """The password somebody comes in with, twice: a typing mistake must not lock them out."""

    submit_label = "Save and sign in"
    password1 = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 10 characters. Three or four words without connection are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="New password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        things = {"password1": "a new password", "password2": "the new password again"}

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.person)
        return self.cleaned_data["password1"]

    def clean(self):
        first, again = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and again and first != again:
            self.add_error("password2", "Enter the same password as above")
        return super().clean()


class InvitationFilter(Form):
    """Whom the page shows: by what became of their invitation, by name."""

    state = forms.ChoiceField(
        required=False,
        choices=[("", "Everybody"), ("none", "Not invited yet"), *State.choices],
    )
    q = forms.CharField(
        required=False,
        label="Name or e-mail",
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
