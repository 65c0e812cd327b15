from django.conf import settings
from django.db import models
from django.db.models import Q

from coaching.models.leaders import hidden_plans
from coaching.models.plan import Plan
from coaching.models.relations import owned
from core.rows import Row


class ImpactEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two who write the plan (permissions R16): what shows in class stays with them."""
        as_coach = Q(plan__coach=user, plan__teacher__in=owned(user))
        return self.exclude(plan__in=hidden_plans()).filter(Q(plan__teacher=user) | as_coach)

    def kept(self):
        """Entries that nobody has removed."""
        return self.filter(removed_at=None)


class ImpactEntry(Row):
    """What teacher or coach saw change while they work on an agreed plan (LEADS step 5).

    A day, one line, and where it was seen. Either of the two writes, and removes what they wrote.
    """

    class Source(models.TextChoices):
        VISIT = "visit", "A visit"
        STUDENT_WORK = "student_work", "Student work"
        ASSESSMENT = "assessment", "An assessment"
        STUDENTS_SAY = "students_say", "What students say"
        TEACHER_SAW = "teacher_saw", "What the teacher saw"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="impact_entries")
    seen_on = models.DateField(verbose_name="day")
    seen = models.CharField(max_length=300, verbose_name="what was seen")
    source = models.CharField(
        max_length=20, choices=Source.choices, verbose_name="where it was seen"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ImpactEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-created_at"]
        verbose_name_plural = "impact entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(seen__regex=r"^\s*$"),
                name="an_impact_entry_says_what_was_seen",
                violation_error_message="Write what was seen.",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-seen_on"], name="impact_of_a_plan"),
        ]

    def __str__(self):
        return "Impact entry"

    def can_be_removed_by(self, user):
        """Whoever wrote it."""
        return user.pk == self.written_by_id

    def set_removed(self, now):
        """Take it off the page, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])
