import secrets

from django.conf import settings
from django.db import models

from core.rows import Row


def new_token():
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Invitations and their state are the system admin's (permissions R03)."""
        if not user.is_system_admin:
            return self.none()
        return self.filter(school_system=user.school_system_id)


class Invitation(Row):
    """A person's way in: queued, sent, opened, signed in. One per person; resending makes a new
    token and forgets the old one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitation"
    )
    token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    signed_in_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self):
        return self.state

    @property
    def state(self) -> str:
        """One of: Waiting to be sent, Sent, Opened, Signed in."""
        if self.signed_in_at:
            return "Signed in"
        if self.opened_at:
            return "Opened"
        return "Sent" if self.sent_at else "Waiting to be sent"
