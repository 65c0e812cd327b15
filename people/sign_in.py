"""Signing in: allauth with e-mail and password, no open sign-up, mail through our outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.signals import password_changed, password_reset, password_set
from django.shortcuts import render
from django.utils import timezone

from people.actions.password import ask_for_new_password
from people.actions.session import end_other_sessions
from people.models import User


class EmailBackend(AuthenticationBackend):
    """Sign-in by e-mail; the person comes with their school system in one query."""

    def get_user(self, user_id):
        return User.objects.select_related("school_system").active().filter(pk=user_id).first()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail or the password is not right. Type both again.",
        "incorrect_password": "That is not your current password. Type it again.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """The mail is a row of the outbox: it goes out when broker and mail server are there.

        The link in `context` is thrown away; the one in the mail is made when it is sent.
        """
        ask_for_new_password(user, now=timezone.now())

    def respond_user_inactive(self, request, user):
        """The right password of an ended account: whom to ask."""
        context = {"contact": user.school_system.contact}
        return render(request, "account/account_inactive.html", context, status=403)


def end_other_devices(request, user, **_signal):
    """A new password ends every session that was begun with the old one."""
    end_other_sessions(user, request.session.session_key, now=timezone.now())


for new_password in (password_changed, password_set, password_reset):
    new_password.connect(end_other_devices, dispatch_uid="people.end_other_devices")
