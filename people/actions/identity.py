"""Accounts of the school system's own provider that sign a person in."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from people.models import User


class TakenError(Exception):
    """Another account of the same provider signs this person in: an e-mail was given on."""


@transaction.atomic
def link_identity(user: User, account: SocialAccount) -> None:
    """From now on this account signs the person in. One of each provider; raises TakenError."""
    User.objects.select_for_update().get(pk=user.pk)
    if SocialAccount.objects.filter(user=user, provider=account.provider).exists():
        raise TakenError
    account.user = user
    account.save()


def unlink_identities(user: User) -> bool:
    """No outside account signs the person in any more; False where none did."""
    return bool(SocialAccount.objects.filter(user=user).delete()[0])
