"""A teacher invites a coach of hers to come and see a lesson."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from coaching.models.peer_visit import PEERS
from coaching.models.relations import caseload, works_where
from core.rows import Row


class VisitInvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The teacher's own, and those to this coach while coaching her (permissions C4), where a
        school of hers has them switched on."""
        is_hers = Q(teacher=user) | Q(coach=user, teacher__in=caseload(user))
        return self.filter(is_hers, teacher__in=works_where(PEERS, user.today))

    def standing(self):
        """Not taken back."""
        return self.filter(taken_back_at=None)

    def open(self):
        """Neither answered nor taken back."""
        return self.standing().filter(answered_at=None)

    def waiting_for(self, coach, today):
        """Open, this coach's to answer, and the day has not gone by."""
        return self.open().filter(coach=coach, planned_on__gte=today)

    def ahead_of(self, teacher, today):
        """What a teacher has asked for that is still to come: open, or a visit on the plan."""
        rows = self.standing().filter(teacher=teacher)
        is_waiting = Q(answered_at=None, planned_on__gte=today)
        is_planned = Q(visit__started_at=None, visit__unplanned_at=None)
        is_planned &= Q(visit__not_held_because="", visit__planned_on__gte=today)
        return rows.filter(is_waiting | Q(visit__isnull=False) & is_planned)


class VisitInvitation(Row):
    """“Come and see …”: a day, perhaps a period, and what to look for. Accepted, it is a planned
    visit that the teacher asked for; the coach may put it on another day, with a word why."""

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_asked_for"
    )
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(verbose_name="day of the lesson")
    period = models.CharField(max_length=40, blank=True)
    look_for = models.TextField(blank=True, verbose_name="what to look for")
    answered_at = models.DateTimeField(null=True, editable=False)
    word = models.TextField(blank=True, verbose_name="a word to the teacher")
    visit = models.OneToOneField(
        "coaching.Visit",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="invitation",
    )
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = VisitInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(teacher=F("coach")), name="nobody_invites_themselves_to_a_lesson"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, visit=None, word="")
                | Q(answered_at__isnull=False, visit__isnull=False),
                name="an_answered_invitation_is_a_visit",
            ),
            models.UniqueConstraint(
                fields=["teacher", "coach", "planned_on"],
                condition=Q(answered_at=None, taken_back_at=None),
                name="one_open_invitation_for_a_day",
                violation_error_message="You have invited your coach for that day already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["coach", "planned_on"],
                condition=Q(answered_at=None, taken_back_at=None),
                name="open_invitations_to_a_coach",
            ),
        ]

    def __str__(self):
        return "Invitation to a lesson"

    def get_absolute_url(self):
        return reverse("coaching:visit_invitation", args=[self.pk])

    @property
    def is_open(self):
        return self.answered_at is None and self.taken_back_at is None

    @property
    def is_moved(self):
        """Accepted, and put on another day than the teacher asked for."""
        return self.visit is not None and self.visit.planned_on != self.planned_on

    @property
    def state(self):
        if self.taken_back_at:
            return "Taken back"
        if self.answered_at is None:
            return "Waiting for an answer"
        return str(self.visit.Status(self.visit.status).label)

    def can_be_answered_by(self, user):
        return self.is_open and user.pk == self.coach_id

    def can_be_taken_back_by(self, user):
        """The teacher, until the visit has begun or does not stand on the plan any more."""
        is_planned = self.visit is None or self.visit.status == self.visit.Status.PLANNED
        return user.pk == self.teacher_id and self.taken_back_at is None and is_planned
