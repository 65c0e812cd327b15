"""Secrets that must be read again, sealed before they are stored: the database alone opens nothing.

The key comes from SECRET_KEY. What was sealed under an older one opens while that stands in
SECRET_KEY_FALLBACKS.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

SALT = "core.seals"
LOST = (
    "A secret in the database was sealed under another SECRET_KEY, or by hand: put the former key "
    "into SECRET_KEY_FALLBACKS."
)


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text. Raises ImproperlyConfigured where no key of ours opens it."""
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(LOST) from error


def seal_anew(sealed: str) -> str:
    """The same text, sealed under the key of today."""
    return seal(unseal(sealed))


def _fernet():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key):
    digest = salted_hmac(SALT, "", secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
