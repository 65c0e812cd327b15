from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from people.models.assignment import CoachAssignment
from people.models.calendar import SchoolYear


class LaunchMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two alone (C4): the teacher always, the coach as long as the assignment holds."""
        held = user.coach_assignments.active(user.today)
        return self.filter(Q(assignment__teacher=user) | Q(assignment__in=held))

    def in_year_of(self, today):
        """Those of the school year that `today` is in."""
        return self.filter(school_year__starts_on__lte=today, school_year__ends_on__gte=today)

    def settled(self, today):
        """Answered, so that nobody is asked again: held, not needed, or to be held by a date that
        has not passed."""
        planned = Q(answer=LaunchMeeting.Answer.PLANNED, do_by_on__gte=today)
        done = [LaunchMeeting.Answer.MET, LaunchMeeting.Answer.NOT_NEEDED]
        return self.filter(planned | Q(answer__in=done))


class LaunchMeeting(Row):
    """The talk of a teacher and a coach at the start of a school year, before any coaching (S4.04).

    They agree how they work together and look at the students. It may be planned, or be said not
    to be needed; nothing waits for it.
    """

    class Answer(models.TextChoices):
        MET = "met", "We have met and agreed how we work"
        PLANNED = "planned", "Will do by"
        NOT_NEEDED = "not_needed", "Not needed because"

    class Reason(models.TextChoices):
        CONTINUING = "continuing", "we go on from last year"
        SHORT = "short", "it is for a few weeks only"
        ANOTHER = "another", "another coach of this teacher holds it"

    TEXTS = (
        "trust_notes",
        "expectations",
        "reflection",
        "focus_areas",
        "students",
        "priority_groups",
    )

    assignment = models.ForeignKey(
        CoachAssignment, on_delete=models.PROTECT, related_name="launch_meetings"
    )
    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.PROTECT, related_name="launch_meetings"
    )
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, editable=False)
    do_by_on = models.DateField(null=True, editable=False)
    not_needed_because = models.CharField(
        max_length=10, choices=Reason.choices, blank=True, editable=False
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    trust_notes = models.TextField(blank=True, verbose_name="trust")
    expectations = models.TextField(blank=True, verbose_name="what we expect of each other")
    reflection = models.TextField(blank=True, verbose_name="reflection on practice")
    focus_areas = models.TextField(blank=True, verbose_name="possible focus areas")
    students = models.TextField(blank=True, verbose_name="the students")
    priority_groups = models.TextField(blank=True)

    objects = LaunchMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-school_year__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "school_year"],
                name="one_launch_meeting_of_a_pair_each_year",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answered_launch_meeting_says_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="planned") ^ Q(do_by_on=None),
                name="a_planned_launch_meeting_has_a_date",
                violation_error_message="Enter the day by which you will meet.",
            ),
            models.CheckConstraint(
                condition=Q(answer="not_needed") ^ Q(not_needed_because=""),
                name="a_launch_meeting_not_needed_says_why",
                violation_error_message="Choose why the launch meeting is not needed.",
            ),
        ]

    def __str__(self):
        return "Launch meeting"

    def get_absolute_url(self):
        return reverse("coaching:launch_detail", args=[self.pk])

    @property
    def teacher(self):
        return self.assignment.teacher

    @property
    def teacher_id(self):
        return self.assignment.teacher_id

    @property
    def coach_id(self):
        return self.assignment.coach_id

    def can_be_edited_by(self, user):
        """Coach and teacher write it together, as long as the assignment holds."""
        is_of_pair = user.pk in (self.teacher_id, self.coach_id)
        return is_of_pair and self.assignment.is_active_on(user.today)

    def is_settled(self, today) -> bool:
        """Whether nobody needs to be asked again."""
        if self.answer == self.Answer.PLANNED:
            return self.do_by_on >= today
        return bool(self.answer)
