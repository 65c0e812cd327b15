from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from coaching.models.relations import caseload
from coaching.models.step import ActionStep
from core.rows import Row, insert_once

LONGEST = 480  # minutes: a school day


class SupportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Supports `user` may read: her own as the teacher, at once; those they gave as the coach,
        while assigned. Nobody else: the text is the pair's (permissions, below the matrix)."""
        return self.filter(Q(teacher=user) | Q(coach=user, teacher__in=caseload(user)))

    def kept(self):
        """Supports that nobody has removed."""
        return self.filter(removed_at=None)


class Support(Row):
    """What a coach did with a teacher between visits: what, when and how long, for what.

    The kinds are those of action steps. A visit and a feedback meeting are no supports: the coach's
    log counts them by themselves.
    """

    Kind = ActionStep.Support

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supports"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supports_given"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, verbose_name="what you did")
    given_on = models.DateField(verbose_name="when")
    minutes = models.PositiveSmallIntegerField(verbose_name="how long", help_text="Minutes.")
    about = models.TextField(blank=True, verbose_name="for what")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST),
                name="a_support_takes_minutes_of_one_day",
                violation_error_message="Enter the minutes, from 1 to 480.",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("coach")), name="nobody_supports_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["coach", "-given_on"], name="supports_by_a_coach"),
            models.Index(fields=["teacher", "-given_on"], name="supports_of_a_teacher"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("coaching:support_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """The coach who gave it; whoever finds it through `visible_to` is still assigned."""
        return user.pk == self.coach_id

    def save_once(self):
        """Keep it, unless the page it was written on has saved just this already."""
        insert_once(self, ("teacher_id", "coach_id", "kind", "given_on", "minutes", "about"))

    def set_removed(self, now):
        """Take it off the log, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])
