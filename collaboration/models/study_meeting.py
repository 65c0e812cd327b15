"""What one meeting of a cycle studies: the need, the learning, how it comes into class (S2.26)."""

import re

from django.db import models
from django.db.models import Q
from django.urls import reverse

from collaboration.models.cycle import StudyCycle
from core.rows import Row
from meetings.models import Meeting
from meetings.models.meeting import OfMeetingQuerySet

WORD = re.compile(r"\w{4,}")
STEM = 5


def stems(*texts) -> set:
    """The beginnings of the longer words, so that *fraction* and *fractions* are one."""
    return {word.lower()[:STEM] for text in texts for word in WORD.findall(text)}


class StudyMeeting(Row):
    """A team's meeting as one of a cycle of study.

    After the first one `evidence` shows what came of the meeting before, or `no_evidence_because`
    says why there is none (S2.27). A meeting on something else says why (S2.28).
    """

    ROUTINE = ("evidence", "need", "learning", "learning_source", "develops", "applies")
    REASONS = ("no_evidence_because", "off_focus_because")
    TEXTS = ROUTINE + REASONS

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="study")
    cycle = models.ForeignKey(StudyCycle, on_delete=models.PROTECT, related_name="studies")
    evidence = models.TextField(blank=True, verbose_name="evidence gathered")
    no_evidence_because = models.TextField(blank=True, verbose_name="why there is no evidence")
    need = models.TextField(blank=True, verbose_name="need")
    learning = models.TextField(blank=True, verbose_name="new learning")
    learning_source = models.TextField(blank=True, verbose_name="where it comes from")
    develops = models.TextField(blank=True, verbose_name="what members develop")
    applies = models.TextField(blank=True, verbose_name="how they apply it")
    off_focus_because = models.TextField(blank=True, verbose_name="why it is about something else")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts_at"]

    def __str__(self):
        return self.meeting.focus or self.cycle.title

    def get_absolute_url(self):
        return reverse("collaboration:study_meeting", args=[self.pk])

    def can_be_edited_by(self, user):
        """The team's members but guests, and the school's principals (permissions R35)."""
        return self.meeting.can_be_edited_by(user)

    @property
    def is_off_focus(self) -> bool:
        """Whether its focus shares no longer word with what the cycle studies."""
        focus = stems(self.meeting.focus)
        return bool(focus) and focus.isdisjoint(stems(self.cycle.title, self.cycle.source_unit))

    @property
    def asks_for_evidence(self) -> bool:
        """Whether no member has shown yet what came of the meeting before, where one was held
        (S2.27). Of rows read `with_place`."""
        return self.last_state == Meeting.State.HELD and not self.has_evidence

    @property
    def lacks_evidence(self) -> bool:
        """Whether nobody has said either what was gathered or why nothing was."""
        said = self.evidence.strip() or self.no_evidence_because.strip()
        return self.asks_for_evidence and not said


class FieldTestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the meetings the person may read (permissions R35), where the team keeps them."""
        studies = StudyMeeting.objects.visible_to(user)
        return self.filter(study__in=studies, study__cycle__year_plan__uses_field_tests=True)

    def kept(self):
        return self.filter(removed_at=None)


class FieldTest(Row):
    """The proof that a strategy works, before everybody uses it: where it comes from, and what
    showed in a classroom of the own school."""

    study = models.ForeignKey(
        StudyMeeting, on_delete=models.PROTECT, related_name="field_tests", editable=False
    )
    strategy = models.CharField(max_length=200, help_text="What the teacher does.")
    source = models.CharField(max_length=300, help_text="Where the strategy comes from.")
    evidence = models.TextField(
        verbose_name="what showed that it works",
        help_text="What students did before and after, in numbers. No students’ names.",
    )
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = FieldTestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(strategy="") & ~Q(source="") & ~Q(evidence=""),
                name="a_field_test_is_whole",
            ),
        ]

    def __str__(self):
        return self.strategy

    def can_be_edited_by(self, user):
        return self.study.can_be_edited_by(user)

    def set_removed(self, now):
        """Take it off the meeting, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])
