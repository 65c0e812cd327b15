from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from coaching.models.relations import caseload
from core.rows import Row


class StudentWorkAnalysisQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two alone (C4): the teacher, and the coach as long as the assignment holds."""
        return self.filter(Q(teacher=user) | Q(coach=user, teacher__in=caseload(user)))

    def kept(self):
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class StudentWorkAnalysis(Row):
    """What a teacher and a coach look for in student work before a lesson, and what they saw in
    it during and after (S0.16). Both write it; it names no student."""

    BEFORE = ("task", "look_fors", "likely_errors")
    AFTER = ("accomplishments", "errors_seen", "next_move")
    TEXTS = BEFORE + AFTER

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="student_work"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="student_work_coached"
    )
    lesson_on = models.DateField(verbose_name="day of the lesson")
    task = models.TextField(verbose_name="what students make")
    look_fors = models.TextField(blank=True, verbose_name="what good work shows")
    likely_errors = models.TextField(blank=True, verbose_name="errors to expect")
    accomplishments = models.TextField(blank=True, verbose_name="what students could do")
    errors_seen = models.TextField(blank=True, verbose_name="errors in the work")
    next_move = models.TextField(blank=True, verbose_name="what comes next")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = StudentWorkAnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-lesson_on", "-created_at"]
        verbose_name_plural = "student work analyses"
        constraints = [
            models.CheckConstraint(
                condition=~Q(teacher=F("coach")), name="student_work_is_looked_at_by_two"
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "-lesson_on"], name="student_work_of_a_teacher"),
        ]

    def __str__(self):
        return "Student work"

    def get_absolute_url(self):
        return reverse("coaching:student_work_detail", args=[self.pk])

    def partner_of(self, user):
        """The other one of the two."""
        return self.coach if user.pk == self.teacher_id else self.teacher

    @property
    def is_looked_at(self) -> bool:
        """Whether something was written about the work itself."""
        return any(getattr(self, name).strip() for name in self.AFTER)

    def set_removed(self, now):
        """Take it off both pages, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])
