from django.conf import settings
from django.db import models
from django.db.models import Q

from core.rows import Row
from people.models.membership import Membership

FIRST_PHASES = "See it\nName it\nDo it"


def phases_of(text: str) -> list[str]:
    """The named phases of an approach, in order; one stands on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class CoachingVisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published versions of the own system; the draft is for those who write it (C1)."""
        mine = self.filter(school_system=user.school_system_id)
        if CoachingVision.can_be_written_by(user):
            return mine
        return mine.filter(published_at__isnull=False)

    def published(self):
        """Newest first."""
        return self.filter(published_at__isnull=False).order_by("-version")

    def waiting_for(self, user):
        """The published version that asked to be read and that this person has not read yet, nor
        any after it; at most one."""
        asking = self.visible_to(user).filter(published_at__isnull=False, asks_to_be_read=True)
        newest = asking.order_by("-version").values("pk")[:1]
        read = Acknowledgement.objects.filter(
            user=user, vision__version__gte=models.OuterRef("version")
        )
        return asking.filter(pk__in=newest).exclude(models.Exists(read))


class CoachingVision(Row):
    """*How we coach here*: a school system's coaching vision, one row a version (S1.03, S1.06).

    One version at most is a draft. A published version never changes; the next one replaces it.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    vision = models.TextField(
        blank=True,
        verbose_name="what coaching is for here",
        help_text="Why we coach, and what it should change for students.",
    )
    phases = models.TextField(
        blank=True,
        default=FIRST_PHASES,
        verbose_name="the phases of our approach",
        help_text="One on each line, in order.",
    )
    glossary = models.TextField(
        blank=True,
        verbose_name="words we use",
        help_text="One on each line with its meaning, like “look-for: what one would see”.",
    )
    data = models.TextField(blank=True, verbose_name="data we look at")
    practices = models.TextField(blank=True, verbose_name="how we write down practices that work")
    asks_to_be_read = models.BooleanField(
        default=True,
        verbose_name="ask everybody to read it",
        help_text="Leave this out for a small correction.",
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    objects = CoachingVisionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_system", "version"], name="one_vision_of_each_version"
            ),
            models.UniqueConstraint(
                fields=["school_system"],
                condition=Q(published_at=None),
                name="one_draft_of_the_vision",
                violation_error_message="Somebody else has begun a new version: open it again.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(vision=""),
                name="a_published_vision_says_what_coaching_is_for",
                violation_error_message="Enter what coaching is for here before you publish it.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="a_published_vision_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"Version {self.version}"

    @property
    def phase_list(self) -> list[str]:
        return phases_of(self.phases)

    @staticmethod
    def can_be_written_by(user) -> bool:
        """District coaching staff lead coaching (S1.18); the system admin keeps settings (R01)."""
        return user.is_district_staff or user.is_system_admin

    def publish(self, *, by, now):
        """Everybody in the system reads this version from now on."""
        self.published_at, self.published_by = now, by
        self.save(update_fields=["published_at", "published_by"])


class AcknowledgementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those who write the vision see who has read it, and a school's head sees the
        people of the school."""
        mine = Q(user=user)
        if CoachingVision.can_be_written_by(user):
            mine |= Q(school_system=user.school_system_id)
        elif user.led_school_ids:
            here = Membership.objects.active(user.today).filter(school__in=user.led_school_ids)
            mine |= Q(user__in=here.values("user"))
        return self.filter(mine)


class Acknowledgement(Row):
    """One person has read one version of *How we coach here*, once."""

    vision = models.ForeignKey(
        CoachingVision, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    acknowledged_at = models.DateTimeField()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["-acknowledged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "user"], name="each_acknowledges_a_version_once"
            )
        ]

    def __str__(self):
        return f"Read {self.acknowledged_at:%Y-%m-%d}"
