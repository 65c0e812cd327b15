"""Signing in: allauth with e-mail and password, no open sign-up, mail through our outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend

from people.models import User


class EmailBackend(AuthenticationBackend):
    """Sign-in by e-mail; the person comes with their school system in one query."""

    def get_user(self, user_id):
        return User.objects.select_related("school_system").active().filter(pk=user_id).first()


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
