"""A meeting of a team in five parts (S2.02, S2.34)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from core.rows import Row
from goals.models import Goal
from people.models import Team


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Agenda, minutes and assignments (permissions R32, R33, R35): who is in the team today,
        guests of one meeting, and for teams at a school its principals; the school's leadership
        team reads its collaboration teams' meetings."""
        rows = self.filter(school_system=user.school_system_id)
        guest = user.attendances.filter(is_guest=True)
        return rows.filter(
            Q(team__in=Team.objects.read_by(user))
            | Q(pk__in=guest.values("meeting"))
            | Q(pk__in=user.quality_checks.values("meeting"))
        )

    def held(self):
        return self.filter(state=Meeting.State.HELD)

    def planned(self):
        return self.filter(state=Meeting.State.PLANNED)

    def ahead_of(self, user, now, until):
        """Planned meetings of the person's teams, and those to which they are invited, from the
        start of this day on."""
        start = now.astimezone(user.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        teams = user.team_memberships.active(user.today).values("team")
        guest = user.attendances.filter(is_guest=True).values("meeting")
        own = self.planned().filter(Q(team__in=teams) | Q(pk__in=guest))
        return own.filter(starts_at__gte=start, starts_at__lt=until)

    def for_page(self, today):
        """With what the page of a meeting shows around it: the meeting held before (`previous_id`),
        the one planned next (`next_id`), and the system's goal of the year (`system_goal`)."""
        earlier = Meeting.objects.held().filter(
            team=OuterRef("team"), starts_at__lt=OuterRef("starts_at")
        )
        later = Meeting.objects.planned().filter(
            team=OuterRef("team"), starts_at__gt=OuterRef("starts_at")
        )
        goals = Goal.objects.active().filter(
            school_system=OuterRef("school_system"),
            level=Goal.Level.SYSTEM_YEAR,
            starts_on__lte=today,
            ends_on__gte=today,
        )
        around = (
            "team__school",
            "team__school_system",
            "goal",
            "facilitator",
            "school_system",
            "plan_week",
        )
        return self.select_related(*around).annotate(
            previous_id=Subquery(earlier.order_by("-starts_at", "-pk").values("pk")[:1]),
            next_id=Subquery(later.order_by("starts_at", "pk").values("pk")[:1]),
            system_goal=Subquery(goals.values("statement")[:1]),
        )

    def before(self, meeting):
        """The team's meetings that were held before this one, latest first."""
        rows = self.held().filter(team=meeting.team_id, starts_at__lt=meeting.starts_at)
        return rows.order_by("-starts_at", "-pk")


class Meeting(Row):
    """When and where a team meets, on what, and what came of it.

    `goal` is the goal of the cycle the meeting belongs to, `number` which meeting of that cycle it
    is. Held needs an assignment or the reason why there is none (S2.22). `is_from_sample` says that
    it was begun from a sample agenda.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="meetings")
    goal = models.ForeignKey(
        "goals.Goal", on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="meeting number")
    starts_at = models.DateTimeField(verbose_name="when")
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=120, blank=True)
    focus = models.CharField(max_length=200, blank=True)
    outcome = models.TextField(
        blank=True, help_text="What members will know and be able to do at the end."
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prework = models.TextField(blank=True, help_text="What members do or read before.")
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PLANNED, editable=False
    )
    cancelled_because = models.CharField(max_length=200, blank=True, editable=False)
    no_assignment_because = models.CharField(max_length=200, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    is_from_sample = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="held") & Q(held_at__isnull=False))
                | (~Q(state="held") & Q(held_at=None)),
                name="a_held_meeting_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="a_cancelled_meeting_says_why",
                violation_error_message="Say why the meeting is cancelled.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 480)),
                name="a_meeting_lasts_minutes",
                violation_error_message="Enter from 5 to 480 minutes.",
            ),
            models.UniqueConstraint(
                fields=["team", "starts_at"],
                condition=~Q(state="cancelled"),
                name="a_team_meets_once_at_a_time",
                violation_error_message="The team has a meeting at that time already.",
            ),
        ]
        indexes = [models.Index(fields=["team", "-starts_at"], name="meetings_of_a_team")]

    def __str__(self):
        return self.focus or f"Meeting of {self.team}"

    def get_absolute_url(self):
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PLANNED

    def can_be_edited_by(self, user):
        """The team's own members but guests, and the principals of a team at a school
        (permissions R32, R33, R35)."""
        return self.team.work_can_be_edited_by(user)

    def is_led_by(self, user) -> bool:
        """Whether the person is a principal of the team's school."""
        return self.team.school_id is not None and self.team.school_id in user.led_school_ids

    def can_be_seen_for_quality_by(self, user):
        """Who writes how the five parts went: the principals of its school, members of the
        system's leadership team and who facilitates it (G2.4)."""
        if self.school_system_id != user.school_system_id:
            return False
        runs = user.pk == self.facilitator_id or self.team_id in user.facilitated_team_ids
        return runs or user.is_in_system_ilt or self.is_led_by(user)

    def can_be_run_by(self, user):
        """Held, cancelled and moved: who facilitates it or the team, and the principals."""
        runs = user.pk == self.facilitator_id or self.team_id in user.facilitated_team_ids
        return self.can_be_edited_by(user) and (runs or self.is_led_by(user))

    @property
    def ends_at(self):
        return self.starts_at + dt.timedelta(minutes=self.minutes)


class OfMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the meetings the person may read (permissions R32, R33, R35)."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))
