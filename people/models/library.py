"""The links of a school system: what everybody looks up, between two dates."""

from django.db import models
from django.db.models import F, Q

from core.rows import Row
from people.models.membership import during


class LibraryLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Links in force of the own system; those to come and those that are over are for whoever
        keeps the library (permissions R55)."""
        mine = self.filter(school_system=user.school_system_id)
        return mine if LibraryLink.can_be_kept_by(user) else mine.in_force(user.today)

    def in_force(self, today):
        return self.filter(during(today))


class LibraryLink(Row):
    """Something the whole system looks up: a title, an address, a kind, and dates (S0.26).

    The end is exclusive, as everywhere.
    """

    class Kind(models.TextChoices):
        RUBRIC = "rubric", "Rubric"
        CYCLE = "cycle", "Observation cycle"
        TEMPLATE = "template", "Template or form"
        HANDBOOK = "handbook", "Handbook"
        FAQ = "faq", "Questions and answers"
        TARGETS = "targets", "Student learning targets"
        TIMELINE = "timeline", "Timeline"
        RULES = "rules", "Law or policy"
        NEWSLETTER = "newsletter", "Newsletter"
        COLLECTION = "collection", "Library or collection"
        OTHER = "other", "Other"

    title = models.CharField(max_length=150)
    address = models.URLField(max_length=500)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=300, blank=True, verbose_name="what it is for")
    starts_on = models.DateField(verbose_name="shown from")
    ends_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="shown until",
        help_text="It is off the page from this day on. Leave empty for no end.",
    )

    objects = LibraryLinkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="library_link_ends_after_it_starts",
                violation_error_message="Enter a day after the first day it is shown.",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
                name="library_link_is_a_web_address",
                violation_error_message="Enter the address as a link, like https://example.org/page",
            ),
        ]
        indexes = [models.Index(fields=["school_system", "kind"], name="library_of_a_system")]

    def __str__(self):
        return self.title

    @staticmethod
    def can_be_kept_by(user) -> bool:
        """District staff and system admin keep the library (permissions R55)."""
        return user.is_district_staff or user.is_system_admin

    def can_be_edited_by(self, user):
        return user.school_system_id == self.school_system_id and self.can_be_kept_by(user)

    def is_coming(self, today) -> bool:
        return self.starts_on > today

    def is_over(self, today) -> bool:
        return self.ends_on is not None and self.ends_on <= today
