"""Sign-in and password forms: allauth's, in our words, with "This is a shared device"."""

from allauth.account import forms as allauth_forms
from allauth.account.fields import EmailField
from django import forms

from core.forms import Form
from core.middleware import mark_shared

SHARED_MEANS = (
    "You will be signed out after 30 minutes without activity, and when the browser is closed."
)
# The e-mail of the step before: there for password managers, out of the way of everybody else.
STAYS = {
    "autocomplete": "username",
    "class": "visually-hidden",
    "readonly": True,
    "tabindex": "-1",
    "aria-hidden": "true",
}


class EmailForm(Form):
    """The first step of signing in: which e-mail."""

    submit_label = "Continue"
    login = EmailField()

    class Meta:
        things = {"login": "your e-mail"}

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields, login="E-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignInForm(Form, allauth_forms.LoginForm):
    """The second step: the password. On a shared device the session ends with the browser."""

    submit_label = "Sign in"

    class Meta:
        things = {"login": "your e-mail", "password": "your password"}

    shared_device = forms.BooleanField(
        required=False,
        label="This is a shared device",
        help_text=SHARED_MEANS,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields, login="E-mail", password="Password")  # noqa: S106 - a label
        self.order_fields(["login", "password", "shared_device"])
        self.fields["login"].widget.attrs |= STAYS
        self.fields["password"].widget.attrs["autofocus"] = not self.is_bound

    def login(self, request, redirect_url=None):
        response = super().login(request, redirect_url)
        if self.cleaned_data["shared_device"]:
            mark_shared(request.session)
        return response


class ResetPasswordForm(Form, allauth_forms.ResetPasswordForm):
    """Which address the link goes to."""

    submit_label = "Send the link"

    class Meta:
        things = {"email": "your e-mail"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields, email="E-mail")


class NewPassword:
    """The new password, twice, and what it must be like."""

    submit_label = "Save the new password"

    class Meta:
        things = {
            "oldpassword": "your current password",
            "password1": "a new password",
            "password2": "the new password again",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = self.fields["password1"].user = user
        words = {"password1": "New password", "password2": "New password again"}
        if "oldpassword" in self.fields:
            words["oldpassword"] = "Current password"
        in_our_words(self.fields, **words)
        self.fields[
            "password1"
        ].help_text = (
            "At least 10 characters. Three or four words that do not belong together are good."
        )


class ResetPasswordKeyForm(NewPassword, Form, allauth_forms.ResetPasswordKeyForm):
    """The new password of somebody who came by the link in the mail."""


class ChangePasswordForm(NewPassword, Form, allauth_forms.ChangePasswordForm):
    """The new password of somebody who knows the present one."""


class ForUser(forms.Form):
    """Hands the person on to allauth's form, which takes them by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, user=self.user, **kwargs)


class ConfirmPasswordForm(Form, ForUser, allauth_forms.ReauthenticateForm):
    """Before something that must be safe: the password again."""

    submit_label = "Go on"

    class Meta:
        things = {"password": "your password"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields, password="Password")  # noqa: S106 - a label


class SetPasswordForm(NewPassword, Form, allauth_forms.SetPasswordForm):
    """The first password of somebody who has none."""


def in_our_words(fields, **labels):
    """Labels as we write them; no placeholder stands in for one."""
    for name, label in labels.items():
        fields[name].label = label
        fields[name].help_text = ""
        fields[name].widget.attrs.pop("placeholder", None)
