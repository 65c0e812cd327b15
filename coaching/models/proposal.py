from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from coaching.models.relations import caseload, is_owner, may_read, owned
from core.rows import Row


class StepProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The teacher's, her owner coach's, and the contributor's own (permissions R12): an owner
        who took over reads those from before where the teacher let open steps go along."""
        as_owner = Q(teacher__in=owned(user)) & may_read(user, "created_at")
        own = Q(proposed_by=user, teacher__in=caseload(user))
        return self.filter(Q(teacher=user) | as_owner | own)

    def open(self):
        """Neither taken into the set nor answered."""
        return self.filter(answered_at=None)

    def waiting_for(self, user):
        """Open, and this person's to answer."""
        return self.open().filter(Q(teacher=user) | Q(teacher__in=owned(user)))


def open_proposals(user):
    """What is proposed for OuterRef("teacher") and waits for an answer, as far as `user` may read
    it: a column of a query about something else."""
    rows = StepProposal.objects.visible_to(user).open().filter(teacher=models.OuterRef("teacher"))
    row = JSONObject(pk="pk", activity="activity", by="proposed_by__name")
    return ArraySubquery(rows.order_by("created_at").values(json=row))


class StepProposal(Row):
    """A step that a contributor proposes: it joins the teacher's one set only when she or her
    owner coach takes it in (S1.08). Otherwise they say why not."""

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="step_proposals"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="steps_proposed"
    )
    activity = models.TextField(verbose_name="action step")
    why = models.TextField(blank=True, verbose_name="why this step")
    look_fors = models.TextField(
        blank=True, default="", db_default="", verbose_name="teacher look-fors"
    )
    indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True, verbose_name="due")
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    why_not = models.TextField(blank=True, verbose_name="why not")
    step = models.OneToOneField(
        "coaching.ActionStep",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="proposal",
    )

    objects = StepProposalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, step=None, why_not="")
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & (Q(step__isnull=False, why_not="") | Q(step=None) & ~Q(why_not="")),
                name="a_proposal_is_taken_or_answered_why_not",
                violation_error_message="Take the step into the set, or say why not.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["teacher"],
                condition=Q(answered_at=None),
                name="open_proposals_for_a_teacher",
            ),
        ]

    def __str__(self):
        return "Proposed step"

    def get_absolute_url(self):
        return reverse("coaching:proposal_detail", args=[self.pk])

    @property
    def coach_id(self):
        """Who proposed it: a coach of the teacher."""
        return self.proposed_by_id

    @property
    def stands_as(self):
        return "proposed it"

    @property
    def state(self):
        if self.answered_at is None:
            return "Waiting for an answer"
        return "In the set" if self.step_id else "Not taken"

    def can_be_put_back_by(self, user):
        """Whoever took it in, while teacher or owner coach."""
        is_near = user.pk == self.teacher_id or is_owner(user, self.teacher_id)
        return self.step_id is not None and user.pk == self.answered_by_id and is_near

    def can_be_answered_by(self, user):
        """The teacher, or her owner coach of today."""
        if self.answered_at:
            return False
        return user.pk == self.teacher_id or is_owner(user, self.teacher_id)
