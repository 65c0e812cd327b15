"""What teacher leaders tell those above them (S2.44), and who the teacher leaders are (S2.20)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import SchoolsDataQuerySet, TeamsDataQuerySet
from ilt.models.keeping import can_keep
from people.models.calendar import DateSpan
from people.models.membership import during


class TeacherLeaderQuerySet(TeamsDataQuerySet):
    def visible_to(self, user):
        """A school's teacher leaders: its principals and leadership team, the central office; each
        reads the own line."""
        rows = super().visible_to(user)
        mine = self.filter(user=user)
        return self.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=mine.values("pk")))

    def active(self, today):
        return self.filter(during(today))


class TeacherLeader(Row):
    """A teacher who leads others at a school between two dates, the end exclusive: in which part,
    for which group of teachers, with how much time (S2.17, S2.20)."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", "Mentor teacher"
        CONTENT = "content", "Content leader"
        LITERACY = "literacy", "Literacy coach"
        MASTER = "master", "Master teacher"
        COACH = "coach", "Instructional coach"
        PATHWAY = "pathway", "Pre-educator pathway teacher"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leader_parts"
    )
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, related_name="teacher_leaders"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    represents = models.CharField(
        max_length=120, blank=True, verbose_name="speaks for", help_text="Like Grades 3–5 math."
    )
    release_minutes = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(2400)],
        verbose_name="released, minutes a week",
        help_text="Time without a class of their own, kept for leading.",
    )
    starts_on = models.DateField(verbose_name="from")
    ends_on = models.DateField(null=True, blank=True, verbose_name="until")

    objects = TeacherLeaderQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "kind", "user__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_teacher_leader_ends_after_starting",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            models.CheckConstraint(
                condition=Q(release_minutes__lte=2400),
                name="a_teacher_leader_is_released_within_a_week",
                violation_error_message="Enter 2,400 minutes a week or fewer.",
            ),
            ExclusionConstraint(
                name="a_teacher_leads_in_a_part_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person has that part at that time already.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @staticmethod
    def can_be_kept_by(user, school_id) -> bool:
        """The school's principals, and the district's coaching staff."""
        return user.is_district_staff or school_id in user.led_school_ids

    def can_be_edited_by(self, user):
        same = self.school_system_id == user.school_system_id
        return same and self.can_be_kept_by(user, self.school_id)


class InsightQuerySet(SchoolsDataQuerySet):
    def visible_to(self, user):
        """Who may read the school's data (permissions R39), and whoever wrote it."""
        rows = super().visible_to(user)
        mine = self.filter(author=user)
        return self.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=mine.values("pk")))


class Insight(Row):
    """What a teacher leader hears and sees, told to the school's leadership and the district;
    somebody has seen it, and may answer."""

    class About(models.TextChoices):
        STUDENTS = "students", "What students need"
        TEACHERS = "teachers", "What teachers need"
        MATERIALS = "materials", "Curriculum and materials"
        TIME = "time", "Time and schedule"
        OTHER = "other", "Something else"

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="insights")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="insights",
        editable=False,
    )
    about = models.CharField(max_length=9, choices=About.choices)
    text = models.TextField(
        verbose_name="what you hear and see", help_text="For leaders to act on. Nobody’s name."
    )
    answer = models.TextField(
        blank=True, help_text="Leave it empty to say only that you have seen it."
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    seen_at = models.DateTimeField(null=True, editable=False)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_insight_says_something"),
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None, answer="")
                | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="a_seen_insight_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["school", "-created_at"], name="insights_of_a_school")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("ilt:insight_list")

    def can_be_answered_by(self, user):
        """The school's principals and leadership team, and the system's."""
        same = self.school_system_id == user.school_system_id
        return same and self.author_id != user.pk and can_keep(user, self.school_id)
