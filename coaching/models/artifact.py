from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from coaching.models.leaders import hidden_plans, hidden_steps
from coaching.models.relations import caseload
from core.rows import Row
from people.models import User

# A file lies with one of these.
PLACES = ("visit", "step", "plan")
ONE_PLACE = Q()
for place in PLACES:
    others = {f"{other}__isnull": True for other in PLACES if other != place}
    ONE_PLACE |= Q(**{f"{place}__isnull": False}, **others)

NEVER_CHANGED = Q(version=0, changed_by=None, changed_at=None)
CHANGED = Q(version__gt=0, changed_by__isnull=False, changed_at__isnull=False, suffix="jpg")
OF_VISIT = Q(visit=OuterRef("pk"))
OF_PLAN = Q(plan=OuterRef("pk")) | Q(step__plan=OuterRef("pk"), step__removed_at=None)


class ArtifactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files `user` may read (permissions R20–R21).

        The teacher: what she added, and what lies with something shared with her. A coach while
        assigned: their own, and what lies with their own visits, steps and plans. The owner coach:
        also what was added since the assignment began, once the teacher sees it. Nobody else, and
        no policy opens it to anybody. What lies with a switched-off plan of a leader shows nowhere.
        """
        shared = self._seen_by_teacher()
        as_coach = Q(teacher__in=caseload(user)) & (Q(uploaded_by=user) | Q(coach=user) & shared)
        since = user.coach_assignments.active(user.today).owners()
        since = since.filter(
            teacher=OuterRef("teacher"), starts_on__lte=OuterRef("created_at__date")
        )
        shown = self.exclude(plan__in=hidden_plans()).exclude(step__in=hidden_steps())
        return shown.filter(Q(teacher=user) & shared | as_coach | shared & Exists(since))

    @staticmethod
    def _seen_by_teacher():
        by_herself = Q(uploaded_by=F("teacher"))
        with_shared = Q(visit__shared_at__isnull=False) | Q(step__shared_at__isnull=False)
        return by_herself | with_shared | Q(plan__isnull=False)

    def kept(self):
        """Files that nobody has removed."""
        return self.filter(removed_at=None)

    def removed_before(self, moment):
        return self.filter(removed_at__lt=moment)

    def for_list(self):
        """With the names a list shows, newest first."""
        return self.select_related("uploaded_by", "teacher").order_by("-created_at", "-pk")


def file_rows(user, condition):
    """The files `user` may read that lie with the row of a query, as one column of that query:
    for pages that have no query to spare. `Artifact.shown` makes files of it again."""
    rows = Artifact.objects.visible_to(user).kept().filter(condition)
    row = JSONObject(
        id="pk",
        label="label",
        suffix="suffix",
        is_student_work="is_student_work",
        created_at="created_at",
        by="uploaded_by__name",
    )
    return ArraySubquery(rows.order_by("-created_at", "-pk").values(json=row))


class Artifact(Row):
    """A photo or PDF that lies with a visit, a step or a plan: the clean copy alone is kept.

    Student work carries a label that names nobody, and leaves the product in no export and no PDF.
    `coach` is who made what the file lies with.
    """

    class Suffix(models.TextChoices):
        JPG = "jpg", "Photo"
        PDF = "pdf", "PDF"

    TYPES = {Suffix.JPG: "image/jpeg", Suffix.PDF: "application/pdf"}

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="artifacts"
    )
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="artifacts_added"
    )
    visit = models.ForeignKey(
        "coaching.Visit", on_delete=models.PROTECT, null=True, related_name="artifacts"
    )
    step = models.ForeignKey(
        "coaching.ActionStep", on_delete=models.PROTECT, null=True, related_name="artifacts"
    )
    plan = models.ForeignKey(
        "coaching.Plan", on_delete=models.PROTECT, null=True, related_name="artifacts"
    )
    label = models.CharField(max_length=120, verbose_name="what it is")
    description = models.CharField(max_length=300, blank=True, verbose_name="what one sees in it")
    is_student_work = models.BooleanField(
        default=False, verbose_name="this is student work, or shows students"
    )
    suffix = models.CharField(max_length=3, choices=Suffix.choices, editable=False)
    size = models.PositiveIntegerField(editable=False, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, editable=False)
    version = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False, help_text="How often it was turned or cut."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who turned or cut it last.",
    )
    changed_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_PLACE, name="a_file_lies_with_one_thing"),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="a_file_says_what_it_is",
                violation_error_message="Enter what it is.",
            ),
            models.CheckConstraint(
                condition=Q(version=0, changed_by=None, changed_at=None)
                | Q(
                    version__gt=0, changed_by__isnull=False, changed_at__isnull=False, suffix="jpg"
                ),
                name="a_changed_picture_says_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["visit", "step", "plan", "sha256"],
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="a_file_lies_in_one_place_once",
                violation_error_message="This file is already here.",
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "-created_at"], name="files_of_a_teacher"),
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False),
                name="files_that_were_removed",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("coaching:artifact_detail", args=[self.pk])

    @classmethod
    def shown(cls, rows):
        """Files as lists show them, of the column that `file_rows` made."""
        return [
            cls(
                created_at=parse_datetime(row.pop("created_at")),
                uploaded_by=User(name=row.pop("by")),
                **row,
            )
            for row in map(dict, rows)
        ]

    @property
    def place(self):
        """What it lies with."""
        return self.visit or self.step or self.plan

    @property
    def file_name(self):
        """Its name on the disk: an id, never a word of the person's. Each picture has its own, so
        that what is served is the old one or the new one, whole."""
        name = f"{self.pk}-{self.version}" if self.version else str(self.pk)
        return f"{name}.{self.suffix}"

    @property
    def content_type(self):
        return self.TYPES[self.suffix]

    @property
    def is_picture(self):
        return self.suffix == self.Suffix.JPG

    def can_be_edited_by(self, user):
        """Whoever added it, and the teacher it is about; so too who removes it (R20–R21)."""
        return user.pk in (self.uploaded_by_id, self.teacher_id)

    def become(self, copy, sha256, *, by, now):
        """The same photo, turned or cut, in a file of its own."""
        self.version += 1
        self.size, self.sha256 = copy.size, sha256
        self.changed_by, self.changed_at = by, now
        self.save(update_fields=["version", "size", "sha256", "changed_by", "changed_at"])
