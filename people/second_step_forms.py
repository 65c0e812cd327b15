"""The forms of the second step: allauth's, in our words."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache

from core.forms import Form
from people.account_forms import ForUser, in_our_words

REMEMBER_CODE = 120  # seconds: longer than any code fits


class Code(Form, ForUser):
    """One field for the code."""

    class Meta:
        things = {"code": "the code"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields, code="Code")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class OnceOnly:
    """A code that was used is of no use to who looked over the shoulder."""

    def clean_code(self):
        code = super().clean_code()
        used = f"second-step-used:{self.user.pk}:{code.replace(' ', '')}"
        if not cache.add(used, "y", timeout=REMEMBER_CODE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, Code, base.AuthenticateForm):
    """Signing in: the code of the app, or one from the paper."""

    submit_label = "Sign in"


class ConfirmCodeForm(OnceOnly, Code, base.ReauthenticateForm):
    """Before something that must be safe: the code again."""

    submit_label = "Go on"


class AddAppForm(Code, totp.ActivateTOTPForm):
    """The first code of a new app shows that it was set up right."""

    submit_label = "Use this app"


class RemoveAppForm(Form, totp.DeactivateTOTPForm):
    """Nothing to fill in."""

    submit_label = "Remove the app"


class Passkey:
    """What a browser sends for a passkey; whatever else is sent is refused."""

    MALFORMED = (AttributeError, KeyError, TypeError, ValueError)

    def _clean_fields(self):
        try:
            super()._clean_fields()
        except self.MALFORMED:
            self._refuse()

    def _clean_form(self):
        try:
            super()._clean_form()
        except self.MALFORMED:
            self._refuse()

    def _refuse(self):
        self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class AddPasskeyForm(Passkey, webauthn.AddWebAuthnForm):
    """A new passkey. It is named after its browser: nobody has to think of a name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["passwordless"]

    def clean(self):
        name = get_adapter().generate_authenticator_name(self.user, "webauthn")
        return super().clean() | {"name": name}


class PasskeyForm(Passkey, webauthn.AuthenticateWebAuthnForm):
    """Signing in: the passkey after the password."""


class ConfirmPasskeyForm(Passkey, webauthn.ReauthenticateWebAuthnForm):
    """Before something that must be safe: the passkey again."""


class PasskeySignInForm(Passkey, webauthn.LoginWebAuthnForm):
    """Signing in: the passkey alone."""
