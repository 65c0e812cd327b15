import datetime as dt
import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse

from core.rows import Row
from notices.models import Notice

KIND = "invitation"
LASTS = dt.timedelta(days=14)
signer = Signer(salt="people.invitation", sep="~")


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Invitations and their state are the system admin's (permissions R03)."""
        if not user.is_system_admin:
            return self.none()
        return self.filter(school_system=user.school_system_id)

    def with_mail(self):
        """Each invitation with what became of its latest mail: `mail_state` and `mailed_at`."""
        mails = Notice.objects.filter(
            kind=KIND,
            about_id=OuterRef("pk"),
            slot=Cast(OuterRef("round"), models.CharField()),
        )
        return self.annotate(
            mail_state=Subquery(mails.values("state")[:1]),
            mailed_at=Subquery(mails.values("finished_at")[:1]),
        )

    def with_token(self, token):
        """The one invitation a link was made for, while it is the latest link of that person."""
        try:
            pk, _, number = signer.unsign(token).partition(".")
            return self.filter(pk=uuid.UUID(pk), round=int(number))
        except (BadSignature, ValueError):
            return self.none()


class Invitation(Row):
    """A person's way in: waiting, sent, opened, signed in. One per person.

    The link holds a signed id and round; no token is stored. Inviting again starts a new round,
    and links of the rounds before stop working. Whether the mail went is told by its notice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        OPENED = "opened", "Opened"
        SIGNED_IN = "signed_in", "Signed in"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitation"
    )
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    signed_in_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self):
        return f"Invitation {self.round}"

    def get_absolute_url(self):
        return reverse("people:invitation_open", args=[self.token])

    @property
    def token(self) -> str:
        """What the link of this round ends in."""
        return signer.sign(f"{self.pk.hex}.{self.round}")

    @property
    def state(self) -> str:
        """One of `State`; of rows read `with_mail`."""
        if self.signed_in_at:
            return self.State.SIGNED_IN
        if self.opened_at:
            return self.State.OPENED
        if self.mail_state == Notice.State.DONE:
            return self.State.SENT
        failed = (Notice.State.FAILED, Notice.State.DEAD, Notice.State.UNKNOWN)
        return self.State.FAILED if self.mail_state in failed else self.State.WAITING

    def is_open(self, now) -> bool:
        """Whether the link still lets its person in."""
        return self.signed_in_at is None and now < self.expires_at and self.user.is_active

    def open(self, now):
        """Note that the person has opened the link; the first time counts."""
        if self.opened_at is None:
            self.opened_at = now
            self.save(update_fields=["opened_at"])

    def renew(self, now):
        """Start a new round, to be saved by the caller: a fresh link, two weeks long; older links
        stop working."""
        self.round += 1
        self.opened_at = None
        self.expires_at = now + LASTS

    def revoke(self, now):
        """Make every link of this person useless."""
        self.round += 1
        self.expires_at = now
        self.save(update_fields=["round", "expires_at"])
