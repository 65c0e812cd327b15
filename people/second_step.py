"""The second step of signing in: allauth's, in our words, and who still has to set one up."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from core.devices import device_words
from core.seals import seal, unseal

DUE = "second_step_due"
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def note_whether_due(request, user):
    """Keep in the session that nothing else opens before a second step is set up."""
    request.session.pop(DUE, None)
    if user.must_have_second_step and not is_mfa_enabled(user, KINDS):
        request.session[DUE] = True


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not fit. A code works once and for a minute: wait for the "
        "next one in your app. A passkey works on the device that keeps it.",
        "cannot_delete_authenticator": "Your school system asks for a second step.",
    }

    def encrypt(self, text):
        """The secret of an app and the seed of the codes on paper are stored sealed."""
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user, type):
        """A passkey is called after the browser it was made in."""
        words = device_words(self.request.headers.get("User-Agent", ""))
        return f"Passkey made in {words}"
