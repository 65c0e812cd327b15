"""Signing in: allauth with e-mail and password, no open sign-up, mail through our outbox."""

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.shortcuts import render
from django.utils import timezone

from core.middleware import SIGNED_IN
from people.actions.password import ask_for_new_password
from people.models import User

CONFIRM_BY = {
    "reauthenticate": "Use the password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


class EmailBackend(AuthenticationBackend):
    """Sign-in by e-mail; the person comes with their school system in one query."""

    def get_user(self, user_id):
        return User.objects.select_related("school_system").active().filter(pk=user_id).first()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail or the password is not right. Look at the "
        "e-mail, and type the password again.",
        "incorrect_password": "That is not your current password. Type it again.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """The mail is a row of the outbox: it goes out when broker and mail server are there.

        The link in `context` is thrown away; the one in the mail is made when it is sent.
        """
        ask_for_new_password(user, now=timezone.now())

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not for as long as after confirming it: who has just signed in has shown who they are."""
        ago = timezone.now().timestamp() - self.request.session.get(SIGNED_IN, 0)
        return ago > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user):
        """The ways to show it again, in our words."""
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": CONFIRM_BY[method["id"]]} for method in methods]

    def respond_user_inactive(self, request, user):
        """The right password of an ended account: whom to ask."""
        context = {"contact": user.school_system.contact}
        return render(request, "account/account_inactive.html", context, status=403)
