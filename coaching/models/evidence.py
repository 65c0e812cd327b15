"""The evidence of a visit: notes, what they are evidence of, and marks of look-fors."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject

from coaching.models.visit import Visit
from core.rows import Row


class EvidenceNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notes of visits the person may read; the teacher sees only what was shared with her."""
        notes = self.filter(visit__in=Visit.objects.visible_to(user))
        hidden = Q(is_left_out=True) | Q(is_late=True) | Q(visit__shared_at=None)
        return notes.filter(Q(author=user) | ~hidden).filter(deleted_at=None)

    def kept(self):
        return self.filter(deleted_at=None)

    def with_evidence(self):
        """`tag_list`: what each note is evidence of. `history`: what it said before, or on another
        device. Both come with the notes themselves, in one query."""
        tags = NoteTag.objects.filter(note=OuterRef("pk")).order_by("created_at", "pk")
        tag = JSONObject(
            id="pk",
            indicator="indicator",
            look_for="look_for",
            priority_group="priority_group",
            code="indicator__code",
            name=Coalesce("indicator__name", "look_for__text", "priority_group"),
        )
        revisions = NoteRevision.objects.filter(note=OuterRef("pk")).order_by("created_at", "pk")
        revision = JSONObject(id="pk", text="text", why="why", settled_at="settled_at")
        return self.select_related("visit").annotate(
            tag_list=ArraySubquery(tags.values(json=tag)),
            history=ArraySubquery(revisions.values(json=revision)),
        )

    def untagged(self):
        return self.filter(tags=None)


class EvidenceNote(Row):
    """One time-stamped, low-inference line of a visit. Its id is made in the browser."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField(help_text="Order of writing on the device.")
    rev = models.PositiveIntegerField(default=1)
    occurred_at = models.DateTimeField(help_text="When the first character was typed.")
    device_at = models.DateTimeField(null=True, help_text="The device's own clock.")
    text = models.TextField()
    judgement_words = ArrayField(models.CharField(max_length=40), default=list)
    is_left_out = models.BooleanField(default=False, help_text="Stays the coach's alone.")
    is_late = models.BooleanField(
        default=False, help_text="Came after sharing; the teacher has not seen it."
    )
    deleted_at = models.DateTimeField(null=True)

    objects = EvidenceNoteQuerySet.as_manager()

    class Meta:
        ordering = ["occurred_at", "seq", "pk"]
        indexes = [
            models.Index(fields=["visit", "occurred_at", "seq"], name="notes_of_a_visit"),
        ]

    def __str__(self):
        return f"Note {self.seq}"

    @property
    def is_edited(self):
        return self.rev > 1

    @property
    def elapsed(self):
        """Time since the visit began as "12:05"; notes written before it count as 0:00."""
        seconds = max(0, int((self.occurred_at - self.visit.started_at).total_seconds()))
        minutes, rest = divmod(seconds, 60)
        return f"{minutes}:{rest:02}"

    @property
    def open_conflicts(self):
        """Texts of other devices that the coach has not settled; needs `with_evidence`."""
        return [one for one in self.history if one["why"] == "conflict" and not one["settled_at"]]

    @property
    def first_text(self):
        """What the note said at first; needs `with_evidence`."""
        before = [one["text"] for one in self.history if one["why"] == "replaced"]
        return before[0] if before else ""

    @property
    def is_shown(self):
        """Shared with its visit: from then on a device never alters it."""
        return bool(self.visit.shared_at) and not (self.is_late or self.is_left_out)


class NoteRevision(Row):
    """What a note said before, or what another device wrote: no text is ever dropped."""

    class Why(models.TextChoices):
        REPLACED = "replaced", "Replaced by a later edit"
        CONFLICT = "conflict", "Written on another device"

    note = models.ForeignKey(EvidenceNote, on_delete=models.PROTECT, related_name="revisions")
    rev = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=10, choices=Why.choices)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"Revision {self.rev}"


class NoteTag(Row):
    """What a note is evidence of: exactly one of an indicator, a look-for or a priority group."""

    note = models.ForeignKey(EvidenceNote, on_delete=models.PROTECT, related_name="tags")
    indicator = models.ForeignKey(
        "coaching.Indicator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    look_for = models.ForeignKey(
        "coaching.LookFor", on_delete=models.PROTECT, null=True, related_name="+"
    )
    priority_group = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(indicator__isnull=False, look_for=None, priority_group="")
                    | Q(indicator=None, look_for__isnull=False, priority_group="")
                    | (Q(indicator=None, look_for=None) & ~Q(priority_group=""))
                ),
                name="a_tag_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["note", "indicator", "look_for", "priority_group"],
                nulls_distinct=False,
                name="a_note_is_tagged_once_with_a_thing",
            ),
        ]

    def __str__(self):
        return self.priority_group or str(self.indicator_id or self.look_for_id)


class SyncOp(Row):
    """What the server answered to one operation of one device: replays get the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op_id = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    result = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "op_id"], name="an_operation_counts_once"),
        ]

    def __str__(self):
        return str(self.op_id)
