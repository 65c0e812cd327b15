import hashlib

from django.conf import settings
from django.db import models

from core.rows import Row


def hash_of(token: str) -> str:
    """What is stored of the secret of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's own; the system admin knows of all in the system (permissions R52)."""
        if user.is_system_admin:
            return self.filter(school_system=user.school_system_id)
        return self.filter(user=user)

    def with_token(self, token):
        """The one whose link ends in this secret, while its person may sign in."""
        return self.filter(token_hash=hash_of(token), user__is_active=True)


class CalendarFeed(Row):
    """A secret address under which a calendar reads one person's visits. One per person.

    Only a hash of the secret is stored: the address is shown once, when it is made.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    shows_names = models.BooleanField(default=False, help_text="Names; else initials.")
    made_at = models.DateTimeField(editable=False)
    opened_at = models.DateTimeField(null=True, editable=False, help_text="Last read.")

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return "Calendar link"

    def mark_opened(self, now):
        """A calendar has read it."""
        type(self).objects.filter(pk=self.pk).update(opened_at=now)
