"""Invitations: sent, sent again, opened, accepted."""

import datetime as dt

from django.db import transaction

from notices.actions import notify_each
from people.models import Invitation, User
from people.models.invitation import KIND, LASTS


@transaction.atomic
def invite(people, *, now: dt.datetime) -> int:
    """Invite these people, or invite them again: how many mails go out.

    A second invitation makes the links of the first useless. Who has signed in by invitation, or
    is not active, gets none.
    """
    active = [person for person in people if person.is_active]
    held = {
        invitation.user_id: invitation
        for invitation in Invitation.objects.select_for_update().filter(user__in=active)
    }
    fresh = [_first(person, now) for person in active if person.pk not in held]
    again = [invitation for invitation in held.values() if invitation.signed_in_at is None]
    Invitation.objects.bulk_create(fresh)
    for invitation in again:
        invitation.renew(now)
    Invitation.objects.bulk_update(again, ["round", "opened_at", "expires_at"])
    by_id = {person.pk: person for person in active}
    told = [(row, by_id[row.user_id], str(row.round)) for row in (*fresh, *again)]
    notify_each(KIND, told, now=now)
    return len(told)


def _first(person, now):
    return Invitation(school_system_id=person.school_system_id, user=person, expires_at=now + LASTS)


def invitation_of(token: str) -> Invitation | None:
    """The invitation a link belongs to, or None where it is not the person's latest link."""
    rows = Invitation.objects.with_token(token)
    return rows.select_related("user__school_system").first()


@transaction.atomic
def accept(invitation: Invitation, *, password: str, now: dt.datetime) -> User | None:
    """Set the password and note that the person came in; None where the link was used before."""
    rows = Invitation.objects.select_for_update(of=["self"]).select_related("user__school_system")
    invitation = rows.get(pk=invitation.pk)
    if not invitation.is_open(now):
        return None
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.signed_in_at = now
    invitation.opened_at = invitation.opened_at or now
    invitation.save(update_fields=["signed_in_at", "opened_at"])
    return user
