from django.conf import settings
from django.db import models
from django.urls import reverse

from core.rows import Row


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Roster files are the system admin's; district staff may look (permissions R54)."""
        if user.is_system_admin or user.is_district_staff:
            return self.filter(school_system=user.school_system_id)
        return self.none()


class ImportBatch(Row):
    """One people or caseload file: read, previewed, applied in one transaction, undoable."""

    class Kind(models.TextChoices):
        PEOPLE = "people", "People"
        CASELOAD = "caseload", "Caseload"

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Waiting for your yes"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PREVIEWED, editable=False
    )
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list, editable=False)
    undo = models.JSONField(default=dict, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    applied_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("people:import_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id
