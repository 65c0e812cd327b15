from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from core.leases import Leased, LeasedQuerySet
from core.rows import Row


class ExportQuerySet(LeasedQuerySet):
    def visible_to(self, user):
        """An export is its requester's alone (permissions R50)."""
        return self.filter(requester=user)


class Export(Row, Leased):
    """A file somebody asked for: one PDF, or a ZIP of plans with an index sheet.

    Rights are worked out when it starts and again at each download; the link lives seven days.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Coaching plan (PDF)"
        VISIT = "visit", "Visit record (PDF)"
        PLANS = "plans", "Coaching plans (ZIP)"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports"
    )
    record_ids = ArrayField(models.UUIDField())
    total = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("reports:export_detail", args=[self.pk])


class ExportPartQuerySet(LeasedQuerySet):
    pass


class ExportPart(Row, Leased):
    """Up to 20 records of an export, rendered by one worker."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    record_ids = ArrayField(models.UUIDField())
    done = models.PositiveSmallIntegerField(default=0)
    stored_as = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ExportPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="one_part_of_each_number"),
        ]

    def __str__(self):
        return f"Part {self.number}"
