from django.db import models
from django.db.models import Q

from core.leases import Leased, LeasedQuerySet
from core.rows import Row
from people.models import SchoolSystem


class DraftEndQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """A draft and what becomes of it are its author's alone (permissions R10)."""
        return self.filter(Q(visit__coach=user) | Q(feedback_of__coach=user))

    def open(self):
        """Drafts whose time has not come."""
        return self.filter(state=Leased.State.DUE)


class DraftEnd(Row, Leased):
    """A visit that its coach has not shared, or never ended, or the unshared feedback of a shared
    visit (`feedback_of`), and what becomes of it after 30 school days (D12).

    The row begins when the coach is first told. `policy` is the school system's rule of that day,
    `choice` what the coach said instead. `ends_on` is empty while leave without a return pauses it.
    """

    Outcome = SchoolSystem.DraftOutcome

    visit = models.OneToOneField(
        "coaching.Visit", on_delete=models.PROTECT, null=True, related_name="draft_end"
    )
    feedback_of = models.OneToOneField(
        "coaching.Visit", on_delete=models.PROTECT, null=True, related_name="feedback_end"
    )
    first_seen_on = models.DateField()
    ends_on = models.DateField(null=True)
    policy = models.CharField(max_length=10, choices=Outcome.choices)
    choice = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = DraftEndQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state="done"),
                name="only_a_draft_that_ended_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(visit__isnull=False, feedback_of=None)
                | Q(visit=None, feedback_of__isnull=False),
                name="an_end_is_of_a_visit_or_of_its_feedback",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="drafts_that_end"),
        ]

    def __str__(self):
        return self.get_state_display()

    @property
    def wanted(self):
        """What becomes of it: as the coach chose, else as the school system's rule was."""
        return self.choice or self.policy
