"""The forms that walkthroughs are made with: five to eight look-fors, for some dates."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from coaching.models.rubric import BankLookFor, InSystemQuerySet
from core.rows import Row
from people.models.calendar import DateSpan
from people.models.membership import during

FEWEST, MOST = 5, 8


class WalkthroughFormQuerySet(InSystemQuerySet):
    def in_force(self, today):
        """The form that walkthroughs of `today` are made with: one at most in a school system."""
        return self.filter(during(today))


class WalkthroughForm(Row):
    """What everybody who walks in looks for, in order, between two dates (the end exclusive).

    A form that has begun is never changed: another takes its place from a date on, so that all
    walkthroughs of one form were made with the same look-fors. The look-fors stand in one list,
    because the database then keeps how many there are; rows of the bank are never deleted.
    """

    look_fors = ArrayField(models.UUIDField(), help_text="Look-fors of the bank, in order.")
    starts_on = models.DateField(verbose_name="in force from")
    ends_on = models.DateField(null=True, blank=True, editable=False)

    objects = WalkthroughFormQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(look_fors__len__gte=FEWEST, look_fors__len__lte=MOST),
                name="a_walkthrough_form_has_five_to_eight_look_fors",
                violation_error_message="Choose five to eight look-fors",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="walkthrough_form_ends_after_it_starts",
                violation_error_message="Enter a date after the first day of the form before it",
            ),
            ExclusionConstraint(
                name="one_walkthrough_form_in_force",
                expressions=[
                    ("school_system", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Another form is in force then: choose a later date",
            ),
        ]

    def __str__(self):
        return f"Walkthrough form of {self.starts_on}"

    def items(self) -> list[BankLookFor]:
        """The look-fors in the order of the form, also those since taken out of the bank."""
        rows = BankLookFor.objects.filter(school_system=self.school_system_id)
        found = rows.select_related("indicator").in_bulk(self.look_fors)
        return [found[pk] for pk in self.look_fors if pk in found]

    def is_begun(self, today) -> bool:
        return self.starts_on <= today

    def can_be_edited_by(self, user):
        """District staff and system admin keep forms as they keep the bank (permissions R55)."""
        is_keeper = user.is_district_staff or user.is_system_admin
        return is_keeper and user.school_system_id == self.school_system_id
