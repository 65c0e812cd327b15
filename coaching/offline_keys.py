"""The key that notes on a device are locked with: handed only to the signed-in person."""

import base64

from django.utils.crypto import salted_hmac


def key_for(user) -> str:
    """32 bytes in base64, the same at every contact: notes left on a device open again for the
    person who wrote them, and for nobody else. Somebody inactive cannot sign in to fetch it."""
    digest = salted_hmac("coaching.offline-key", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
