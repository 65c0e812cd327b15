"""Which member of the system's leadership team supports which principals (S2.23)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import TeamsDataQuerySet
from people.models.calendar import DateSpan
from people.models.membership import during


class PrincipalSupportQuerySet(TeamsDataQuerySet):
    def active(self, today):
        return self.filter(during(today))


class PrincipalSupport(Row):
    """A member of the system's leadership team and a school whose principal they support, between
    two dates, the end exclusive."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supported_schools"
    )
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, related_name="principal_supports"
    )
    starts_on = models.DateField(verbose_name="from")
    ends_on = models.DateField(null=True, blank=True, verbose_name="until")

    objects = PrincipalSupportQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="support_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            ExclusionConstraint(
                name="a_member_supports_a_school_once_at_a_time",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person supports the school at that time already.",
            ),
        ]
        indexes = [models.Index(fields=["school", "starts_on"], name="supports_of_a_school")]

    def __str__(self):
        return f"{self.member} for {self.school}"

    def get_absolute_url(self):
        return reverse("ilt:support_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """The system's leadership team deals its schools out."""
        return self.school_system_id == user.school_system_id and user.is_in_system_ilt

    def is_between(self, user) -> bool:
        """Whether the person is one of the two: the member, or a principal of the school, while
        the support holds."""
        today = user.today
        holds = self.starts_on <= today and (self.ends_on is None or today < self.ends_on)
        return holds and (user.pk == self.member_id or self.school_id in user.led_school_ids)


class SupportNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Between the two alone, while the support holds (class C4): the member and the school's
        principals."""
        holds = PrincipalSupport.objects.active(user.today)
        mine = Q(member=user) | Q(school__in=user.led_school_ids)
        return self.filter(support__in=holds.filter(mine, school_system=user.school_system_id))


class SupportNote(Row):
    """What one of the two wrote to the other; what is said stays."""

    support = models.ForeignKey(PrincipalSupport, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    text = models.TextField(verbose_name="note")

    objects = SupportNoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_support_note_says_something"),
        ]

    def __str__(self):
        return self.text
