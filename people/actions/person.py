"""People: added, given another e-mail, ended and let back in."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.functions import Greatest

from people.actions.identity import unlink_identities
from people.actions.invitation import invite
from people.actions.session import end_sessions
from people.models import (
    CalendarFeed,
    CoachAssignment,
    EvaluatorAssignment,
    Invitation,
    Membership,
    SchoolSystem,
    User,
)


class LastAdminError(Exception):
    """A school system keeps at least one system admin who can sign in."""


@transaction.atomic
def add_person(user: User, membership: Membership, *, is_invited: bool, now: dt.datetime) -> User:
    """Save a new person with their first role, and invite them where wished."""
    user.set_unusable_password()
    user.save()
    membership.user = user
    membership.save()
    if is_invited:
        invite([user], now=now)
    return user


@transaction.atomic
def change_person(user: User, *, now: dt.datetime) -> None:
    """Save name and e-mail. With a new e-mail, links sent to the old one stop working."""
    before = User.objects.select_for_update().get(pk=user.pk)
    user.save(update_fields=["name", "email"])
    if before.email != user.email:
        for invitation in Invitation.objects.filter(user=user, signed_in_at=None):
            invitation.revoke(now)


@transaction.atomic
def end_person(user: User, *, now: dt.datetime, today: dt.date) -> None:
    """End somebody's access, at once (permissions P12): sessions, invitation links, the calendar
    link, the second step and outside accounts die, roles, assignments and register lines end
    today. Their work stays. Ending twice does nothing.

    Exports of an inactive person are cancelled when they start and refused at download; notices
    are skipped. Raises LastAdminError.
    """
    user = _held(user)
    if not user.is_active:
        return
    _keep_an_admin(user.memberships.all(), user, today)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for invitation in Invitation.objects.filter(user=user):
        invitation.revoke(now)
    CalendarFeed.objects.filter(user=user).delete()
    for rows in _relations_of(user, today):
        rows.update(ends_on=Greatest("starts_on", today))
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    unlink_identities(user)


def _held(user):
    """The person, with the school system held: two admins cannot end each other at once."""
    SchoolSystem.objects.select_for_update().get(pk=user.school_system_id)
    return User.objects.select_for_update().get(pk=user.pk)


def _relations_of(user, today):
    """What a person holds, as querysets of the rows that are not over."""
    coached = CoachAssignment.objects.filter(teacher=user) | CoachAssignment.objects.filter(
        coach=user
    )
    evaluated = EvaluatorAssignment.objects.filter(
        teacher=user
    ) | EvaluatorAssignment.objects.filter(evaluator=user)
    return [rows.open_or_later(today) for rows in (user.memberships.all(), coached, evaluated)]


def _keep_an_admin(memberships, user, today):
    """Raises LastAdminError where ending `memberships` leaves the system without an admin."""
    admin = Membership.Role.SYSTEM_ADMIN
    if not memberships.active(today).filter(role=admin).exists():
        return
    admins = Membership.objects.active(today).filter(
        school_system=user.school_system_id, role=admin, user__is_active=True
    )
    if not admins.exclude(pk__in=memberships.values("pk")).exists():
        raise LastAdminError


@transaction.atomic
def end_role(membership: Membership, *, today: dt.date) -> None:
    """End one role today; with the last one the person is signed out. Raises LastAdminError."""
    user = _held(membership.user)
    if membership.is_over(today):
        return
    _keep_an_admin(user.memberships.filter(pk=membership.pk), user, today)
    membership.end(today)
    if not user.memberships.open_or_later(today).exists():
        end_sessions(user)


@transaction.atomic
def save_role(membership: Membership, *, today: dt.date) -> None:
    """Save a role as changed. Raises LastAdminError where that ends the last admin's."""
    user = _held(membership.user)
    is_admin = membership.role == Membership.Role.SYSTEM_ADMIN
    if not is_admin or not membership.is_active_on(today):
        _keep_an_admin(user.memberships.filter(pk=membership.pk), user, today)
    membership.save()


@transaction.atomic
def restore_person(user: User, *, now: dt.datetime) -> None:
    """Let somebody back in: with the password they had or by a new invitation, without any role."""
    user = _held(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    if not user.has_usable_password():
        invite([user], now=now)
