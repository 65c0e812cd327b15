"""A teacher visits a colleague, by invitation: what she saw is between the two of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from people.models import Feature

PEERS = Feature.PEER_VISITS


class PeerVisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Host and visitor, and nobody else (permissions R38, class C4), where their school has
        peer visits switched on."""
        return self.filter(Q(host=user) | Q(visitor=user), PEERS.is_on())

    def standing(self):
        """Not called off."""
        return self.filter(called_off_at=None)

    def waiting_for(self, user):
        """Asked for, and this person's to answer."""
        open_ones = self.standing().filter(accepted_at=None, planned_on__gte=user.today)
        return open_ones.exclude(asked_by=user)

    def to_write(self, user):
        """Agreed, the day has come, and this visitor has given the host nothing yet."""
        agreed = self.standing().filter(accepted_at__isnull=False, given_at=None, visitor=user)
        return agreed.filter(planned_on__lte=user.today)

    def held(self):
        """Visits that took place: the visitor has told the host what she saw."""
        return self.filter(given_at__isnull=False)

    def for_page(self):
        return self.select_related("host__school_system", "visitor__school_system", "school")


class PeerVisit(Row):
    """One teacher sees a colleague of her school teach. Either asks, the other accepts; afterwards
    the visitor writes what she saw to the host. Nothing of it is read by anybody else: others get
    a count of those that took place."""

    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peer_visits_hosted"
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peer_visits_made"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(verbose_name="day of the lesson")
    look_for = models.TextField(blank=True, verbose_name="what to look for")
    accepted_at = models.DateTimeField(null=True, editable=False)
    called_off_at = models.DateTimeField(null=True, editable=False)
    saw = models.TextField(blank=True, verbose_name="what you saw")
    given_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = PeerVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(host=F("visitor")), name="peers_are_two"),
            models.CheckConstraint(
                condition=Q(asked_by=F("host")) | Q(asked_by=F("visitor")),
                name="one_of_the_peers_asks",
            ),
            models.CheckConstraint(
                condition=Q(given_at=None)
                | Q(accepted_at__isnull=False, called_off_at=None) & ~Q(saw=""),
                name="only_a_peer_visit_both_agreed_to_is_given",
                violation_error_message="Write what you saw before you give it to your colleague.",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(given_at__isnull=False),
                name="only_what_was_given_is_read",
            ),
            models.UniqueConstraint(
                fields=["host", "visitor", "planned_on"],
                condition=Q(called_off_at=None),
                name="one_peer_visit_of_a_pair_a_day",
                violation_error_message="The two of you have a visit on that day already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school_system", "school", "planned_on"],
                condition=Q(given_at__isnull=False),
                name="peer_visits_to_count",
            ),
        ]

    def __str__(self):
        return "Peer visit"

    def get_absolute_url(self):
        return reverse("coaching:peer_visit", args=[self.pk])

    @property
    def teacher(self):
        """Whose lesson it is: the line *who can read this* asks those around her."""
        return self.host

    @property
    def teacher_id(self):
        return self.host_id

    @property
    def coach_id(self):
        """Who came, for the line *who can read this*."""
        return self.visitor_id

    @property
    def stands_as(self):
        return "visitor"

    @property
    def state(self):
        if self.called_off_at:
            return "Called off"
        if self.accepted_at is None:
            return "Waiting for an answer"
        return "Told" if self.given_at else "Agreed"

    def other_than(self, user):
        """The colleague of `user` in this visit."""
        return self.visitor if user.pk == self.host_id else self.host

    def can_be_accepted_by(self, user):
        """Whoever did not ask."""
        is_open = self.accepted_at is None and self.called_off_at is None
        return (
            is_open and user.pk in (self.host_id, self.visitor_id) and user.pk != self.asked_by_id
        )

    def can_be_called_off_by(self, user):
        """Either, until the visitor has told what she saw."""
        is_open = self.given_at is None and self.called_off_at is None
        return is_open and user.pk in (self.host_id, self.visitor_id)

    def can_be_written_by(self, user):
        """The visitor, once both have agreed, until it is given."""
        is_agreed = self.accepted_at is not None and self.called_off_at is None
        return user.pk == self.visitor_id and is_agreed and self.given_at is None

    def mark_read(self, now):
        """The host has opened it; the first time is kept."""
        type(self).objects.filter(pk=self.pk, read_at=None).update(read_at=now)
