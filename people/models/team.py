"""Teams that meet to learn and decide: leadership teams, teacher collaboration, networks."""

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse

from core.rows import Row
from people.models.calendar import DateSpan
from people.models.membership import during


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Which teams there are, who is in them and when they meet: everybody of the own system
        (permissions R02). What they say to each other is their meetings' to guard."""
        return self.filter(school_system=user.school_system_id)

    def current(self):
        """Teams that nobody has ended."""
        return self.filter(ended_at=None)

    def of_member(self, user):
        """The teams the person belongs to today."""
        mine = TeamMember.objects.active(user.today).filter(user=user)
        return self.filter(pk__in=mine.values("team"))

    def read_by(self, user):
        """The teams whose work the person reads (permissions R32, R33, R35): the own ones, those of
        a school they lead, and the collaboration teams of a school in whose leadership team they
        are."""
        of_ilt = Q(kind=Team.Kind.TC, school__in=user.ilt_school_ids)
        own = Q(pk__in=user.team_ids) | Q(school__in=user.led_school_ids)
        return self.filter(own | of_ilt, school_system=user.school_system_id)

    def with_feature(self, feature):
        """Each with whether it has the feature (`has_feature`): a team at a school where the school
        has; one of the whole system where any of its schools has, because that team gathers what
        they do."""
        schools = apps.get_model("people", "School").objects
        of_system = schools.filter(feature.is_on(""), school_system=OuterRef("school_system"))
        is_on = feature.is_on() | (Q(school=None) & Exists(of_system))
        return self.annotate(has_feature=ExpressionWrapper(is_on, BooleanField()))


class Team(Row):
    """A group that meets regularly: a system's or a school's instructional leadership team (ILT),
    a teacher collaboration (TC) team, or a network of leaders across schools (S2.16–S2.25).

    `weekday`, `meets_at`, `minutes` and `place` are the series of its meetings.
    """

    class Kind(models.TextChoices):
        SYSTEM_ILT = "system_ilt", "System leadership team"
        SCHOOL_ILT = "school_ilt", "School leadership team"
        TC = "tc", "Teacher collaboration team"
        NETWORK = "network", "Network"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    AT_SCHOOLS = (Kind.SCHOOL_ILT, Kind.TC)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    name = models.CharField(max_length=120, help_text="Like Grades 3–5 ELA.")
    norms = models.TextField(blank=True, help_text="What the team holds itself to, a line each.")
    norms_review_on = models.DateField(
        null=True, blank=True, verbose_name="norms are looked at again on"
    )
    protocol = models.TextField(blank=True, help_text="How a meeting usually runs.")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(13)], verbose_name="weeks"
    )
    meets_at = models.TimeField(null=True, blank=True, verbose_name="time")
    minutes = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(10), MaxValueValidator(480)]
    )
    place = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["school_ilt", "tc"], school__isnull=False)
                | Q(kind__in=["system_ilt", "network"], school=None),
                name="teams_at_schools_have_a_school",
                violation_error_message="Choose the school of this team.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(10, 480), every_weeks__range=(1, 13)),
                name="a_team_meets_for_minutes_every_few_weeks",
                violation_error_message="Enter from 10 to 480 minutes, every 1 to 13 weeks.",
            ),
            models.UniqueConstraint(
                fields=["school_system", "school", "name"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_team_of_a_name_at_a_school",
                violation_error_message="There is a team of this name already.",
            ),
            models.UniqueConstraint(
                fields=["school_system"],
                condition=Q(kind="system_ilt", ended_at=None),
                name="one_leadership_team_of_a_system",
                violation_error_message="The school system has a leadership team already.",
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(kind="school_ilt", ended_at=None),
                name="one_leadership_team_of_a_school",
                violation_error_message="This school has a leadership team already.",
            ),
            models.UniqueConstraint(fields=["id", "kind"], name="a_team_with_its_kind"),
        ]
        indexes = [models.Index(fields=["school_system", "kind"], name="teams_of_a_system")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:team_detail", args=[self.pk])

    @property
    def is_ilt(self) -> bool:
        return self.kind in (self.Kind.SYSTEM_ILT, self.Kind.SCHOOL_ILT)

    def can_be_edited_by(self, user):
        """Name, members, norms and series: the team's leader and facilitators; of a team at a
        school also its principals and leadership team; of any other the system's leadership team
        and the district's coaching staff; the system admin everywhere (permissions R02)."""
        if self.school_system_id != user.school_system_id:
            return False
        if user.is_system_admin or self.pk in user.facilitated_team_ids:
            return True
        if self.school_id is None:
            return user.is_district_staff or user.is_in_system_ilt
        return self.school_id in user.led_school_ids | user.ilt_school_ids

    def work_can_be_read_by(self, user) -> bool:
        """What `read_by` says of this one team."""
        is_tc_of_ilt = self.kind == self.Kind.TC and self.school_id in user.ilt_school_ids
        return self.pk in user.team_ids or self.school_id in user.led_school_ids or is_tc_of_ilt

    def work_can_be_edited_by(self, user) -> bool:
        """What the team plans and answers together: its members, guests aside, and the principals
        of its school (permissions R32, R33, R35)."""
        same = self.school_system_id == user.school_system_id
        return same and (user.writes_in(self) or self.school_id in user.led_school_ids)


class TeamMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who is in which team: everybody of the own system (permissions R02)."""
        return self.filter(school_system=user.school_system_id)

    def active(self, today):
        return self.filter(during(today), team__ended_at=None)


class TeamMember(Row):
    """A person in a team between two dates, the end exclusive; for whom they speak, where they
    represent a group of teachers (S2.17)."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", "Facilitator"
        MEMBER = "member", "Member"
        ASSISTANT = "assistant", "Teaching assistant"
        GUEST = "guest", "Guest"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    represents = models.CharField(
        max_length=120,
        blank=True,
        verbose_name="speaks for",
        help_text="The group of teachers, like Grades 3–5 math. Leave empty if none.",
    )
    starts_on = models.DateField(verbose_name="from")
    ends_on = models.DateField(null=True, blank=True, verbose_name="until")

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="team_membership_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            ExclusionConstraint(
                name="a_person_is_in_a_team_once_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is in the team at that time already.",
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_on"], name="members_of_a_team")]

    def __str__(self):
        return self.get_role_display()

    def holds_on(self, day) -> bool:
        """Whether the person is in the team on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def can_be_edited_by(self, user):
        return self.team.can_be_edited_by(user)
