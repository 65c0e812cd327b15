"""Student work looked at by a team (class S): counts by level and pseudonyms, never names; kept
until sixty days after the school year, and in no export (permissions R36, D11)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaboration.models.cycle import StudyCycle
from collaboration.models.study_meeting import StudyMeeting
from collaboration.reading import own_team_ids
from core.rows import Row

CODE = r"^[A-Z]{1,2}-?[0-9]{1,2}$"
CODE_WORDS = "Enter a code of one or two letters and a number, like S1 or A-07: never a name"
MOST_FOCUS_STUDENTS = 4


def may_look_at(user, path) -> Q:
    """Rows of the person's own teams (guests aside), or of a school the person leads; `path` leads
    to the yearly plan."""
    return Q(**{f"{path}__team__in": own_team_ids(user)}) | Q(
        **{f"{path}__school__in": user.led_school_ids}
    )


class WorkAnalysisQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team's members and the school's principals, and nobody else (permissions R36)."""
        rows = self.filter(school_system=user.school_system_id)
        return rows.filter(may_look_at(user, "study__cycle__year_plan"))

    def kept(self):
        """Those that nobody has removed."""
        return self.filter(removed_at=None)


class WorkAnalysis(Row):
    """What one member asked of students for a meeting, and how many were how far before and after.

    `levels` are the cycle's as they were then; `before` and `after` count students of each, `after`
    stays empty until the work has come back.
    """

    study = models.ForeignKey(
        StudyMeeting, on_delete=models.PROTECT, related_name="analyses", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    task = models.TextField(
        verbose_name="what was asked", help_text="The task, the text or the problem."
    )
    levels = ArrayField(models.CharField(max_length=40), editable=False)
    reached_from = models.PositiveSmallIntegerField(editable=False)
    before = ArrayField(models.PositiveSmallIntegerField(), editable=False)
    after = ArrayField(models.PositiveSmallIntegerField(), default=list, editable=False)
    saw = models.TextField(
        blank=True,
        verbose_name="what students did",
        help_text="What they could do, and the errors you found. No students’ names.",
    )
    next_moves = models.TextField(
        blank=True, verbose_name="next moves", help_text="For which group, in which lesson."
    )
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = WorkAnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name_plural = "work analyses"
        constraints = [
            models.CheckConstraint(condition=~Q(task=""), name="an_analysis_says_what_was_asked"),
            models.CheckConstraint(
                condition=Q(levels__len__range=(2, 6), before__len=F("levels__len"))
                & (Q(after__len=0) | Q(after__len=F("levels__len"))),
                name="an_analysis_counts_every_level",
            ),
        ]

    def __str__(self):
        return "Student work"

    def can_be_edited_by(self, user):
        """Each member changes and removes the own (permissions R36)."""
        return user.pk == self.author_id and self.study.cycle.year_plan.team_id in own_team_ids(
            user
        )

    def set_removed(self, now):
        """Take it off the meeting, or bring it back (None)."""
        self.removed_at = now
        self.save(update_fields=["removed_at"])


class FocusStudentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team's members and the school's principals, and nobody else (permissions R36)."""
        rows = self.filter(school_system=user.school_system_id)
        return rows.filter(may_look_at(user, "cycle__year_plan"))


class FocusStudent(Row):
    """A student at whose work a team looks closely through a cycle, under a code that nobody else
    can read. The team keeps who it is, the product does not (S2.30)."""

    cycle = models.ForeignKey(
        StudyCycle, on_delete=models.PROTECT, related_name="focus_students", editable=False
    )
    place = models.PositiveSmallIntegerField(editable=False)
    code = models.CharField(
        max_length=5,
        validators=[RegexValidator(CODE, CODE_WORDS)],
        help_text="Letters and a number, like S1 or A-07. Never a name or initials.",
    )

    objects = FocusStudentQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE),
                name="a_focus_student_is_a_code",
                violation_error_message=CODE_WORDS,
            ),
            models.CheckConstraint(
                condition=Q(place__range=(1, MOST_FOCUS_STUDENTS)),
                name="at_most_four_focus_students",
                violation_error_message="A cycle has at most four focus students.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "place"],
                name="one_focus_student_at_a_place",
                violation_error_message="Somebody added a code meanwhile. Look at the list again.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "code"],
                name="one_focus_student_of_a_code",
                violation_error_message="The cycle has this code already.",
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("collaboration:focus_list", args=[self.cycle_id])


class FocusNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the focus students the person sees (permissions R36)."""
        return self.filter(student__in=FocusStudent.objects.visible_to(user))


class FocusNote(Row):
    """What one focus student's work showed at one meeting, without a name."""

    student = models.ForeignKey(
        FocusStudent, on_delete=models.PROTECT, related_name="notes", editable=False
    )
    study = models.ForeignKey(
        StudyMeeting, on_delete=models.PROTECT, related_name="focus_notes", editable=False
    )
    text = models.TextField(blank=True)

    objects = FocusNoteQuerySet.as_manager()

    class Meta:
        ordering = ["study__meeting__starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "study"], name="one_note_on_a_focus_student_a_meeting"
            ),
        ]

    def __str__(self):
        return "Note"


def can_look_closely(user, year_plan) -> bool:
    """Whether the person writes analyses and focus students of this team: its members (R36)."""
    same = user.school_system_id == year_plan.school_system_id
    return same and year_plan.team_id in own_team_ids(user)


def can_read_work(user, year_plan) -> bool:
    """Whether the person reads them: its members, and the school's principals (R36)."""
    if user.school_system_id != year_plan.school_system_id:
        return False
    return can_look_closely(user, year_plan) or year_plan.school_id in user.led_school_ids
