"""How often teacher and students talked in a visit: plain counts, never a rating."""

from django.db import models
from django.db.models import Q

from coaching.models.visit import Visit
from core.rows import Row
from people.models import Feature


class TalkCountQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Counts of visits the person may read (permissions R10–R11), where the school of the visit
        has talk counters: until it is shared they are the coach's alone."""
        counts = self.filter(Feature.TALK_COUNTERS.is_on("visit__school"))
        counts = counts.filter(visit__in=Visit.objects.visible_to(user))
        return counts.filter(Q(visit__coach=user) | Q(visit__shared_at__isnull=False))


class TalkCount(Row):
    """How often one kind of talk was counted in a visit; none was where there is no row."""

    class Kind(models.TextChoices):
        TEACHER = "teacher", "Teacher talk"
        STUDENT = "student", "Student talk"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="talk_counts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    count = models.PositiveSmallIntegerField()

    objects = TalkCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["teacher", "student"]),
                name="a_talk_count_is_of_the_teacher_or_of_students",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=0), name="talk_is_never_counted_below_zero"
            ),
            models.UniqueConstraint(
                fields=["visit", "kind"], name="one_count_of_each_kind_of_talk"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.count}"
