"""Sign-in and password forms: allauth's, in our words, with "This is a shared device"."""

from allauth.account import forms as allauth_forms
from django import forms

from core.forms import Form
from core.middleware import SHARED_DEVICE


class SignInForm(Form, allauth_forms.LoginForm):
    """E-mail and password. On a shared device the session ends with the browser."""

    submit_label = "Sign in"
    shared_device = forms.BooleanField(
        required=False,
        label="This is a shared device",
        help_text="You will be signed out after 30 minutes without activity, "
        "and when the browser is closed.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["login", "password", "shared_device"])

    def login(self, request, redirect_url=None):
        response = super().login(request, redirect_url)
        if self.cleaned_data["shared_device"]:
            request.session[SHARED_DEVICE] = True
            request.session.set_expiry(0)
        return response


class ResetPasswordForm(Form, allauth_forms.ResetPasswordForm):
    submit_label = "Send the link"


class ResetPasswordKeyForm(Form, allauth_forms.ResetPasswordKeyForm):
    submit_label = "Save the new password"


class ChangePasswordForm(Form, allauth_forms.ChangePasswordForm):
    submit_label = "Save the new password"
