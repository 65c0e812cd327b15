import datetime as dt
import hashlib
import uuid
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q


def reference_of(session_key: str) -> uuid.UUID:
    """What a page may call a session by. The key itself is a secret: whoever knows it is in."""
    return uuid.UUID(bytes=hashlib.sha256(session_key.encode()).digest()[:16])


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's own (permissions R07)."""
        return self.filter(user=user)

    def live(self, now):
        """Those whose next request is still let in."""
        own = now - dt.timedelta(minutes=settings.IDLE_MINUTES)
        shared = now - dt.timedelta(minutes=settings.SHARED_IDLE_MINUTES)
        in_use = Q(is_shared=False, last_seen_at__gt=own) | Q(last_seen_at__gt=shared)
        began = now - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(in_use, expire_date__gt=now, signed_in_at__gt=began)


class SessionManager(BaseSessionManager.from_queryset(SessionQuerySet)):
    def get_queryset(self):
        """Sessions are read with the person and the school system, so that a request asks once."""
        return super().get_queryset().select_related("user__school_system")


class Session(AbstractBaseSession):
    """A browser that visits us, and who is signed in on it, if anybody.

    All columns are written from the session's own data (people/sessions.py), so they never say
    anything else than it does. `last_seen_at` moves once in five minutes at most.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="sessions",
    )
    reference = models.UUIDField(unique=True, editable=False)
    device = models.CharField(max_length=40, editable=False, help_text="Like Chrome on Windows.")
    is_shared = models.BooleanField(default=False, editable=False)
    signed_in_at = models.DateTimeField(null=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, editable=False)

    objects = SessionManager()

    class Meta:
        ordering = ["-last_seen_at"]

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore
