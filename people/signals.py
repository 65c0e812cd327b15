"""What we do when somebody signs in, takes a new password, or changes the second step."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from people.actions import second_step
from people.actions.session import end_other_sessions
from people.second_step import note_whether_due

PAPER = Authenticator.Type.RECOVERY_CODES  # they come and go with the others


@receiver([password_changed, password_set, password_reset])
def end_other_devices(request, user, **_signal):
    """A new password ends every session that was begun with the old one."""
    end_other_sessions(user, request.session.session_key, now=timezone.now())


@receiver(user_logged_in)
def ask_for_second_step(request, user, **_signal):
    """Whoever must have a second step and has none is led to it (people/middleware.py)."""
    note_whether_due(request, user)


@receiver(authenticator_added)
def second_step_added(request, user, authenticator, **_signal):
    if authenticator.type != PAPER:
        note_whether_due(request, user)
        second_step.tell_added(user, now=timezone.now())


@receiver(authenticator_removed)
def second_step_removed(request, user, authenticator, **_signal):
    if authenticator.type != PAPER:
        note_whether_due(request, user)
        second_step.tell_removed(user, now=timezone.now())
