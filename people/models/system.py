import zoneinfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.ids import uuid7
from core.rows import Row

JUDGEMENT_WORDS = (
    "good, great, excellent, amazing, wonderful, nice, bad, poor, weak, strong, boring, engaging, "
    "engaged, effective, ineffective, well, struggled, confused, lazy, clearly, obviously, always, "
    "never"
)
PRIORITY_GROUPS = (
    "English learners, Students with disabilities, Economically disadvantaged students"
)


def number_of_the_clock(value, words, help_text, *, least=1, most=30):
    """A number of the observation clock; the rule's own unless the system admin changes it."""
    return models.PositiveSmallIntegerField(
        default=value,
        db_default=value,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        verbose_name=words,
        help_text=help_text,
    )


def days_between_meetings(value, team):
    """How many days a kind of team may be without a meeting, weeks without school aside."""
    return models.PositiveSmallIntegerField(
        default=value,
        db_default=value,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        verbose_name=f"days between meetings of {team} at most",
        help_text="Its page and its facilitator are told; weeks without school do not count.",
    )


def time_zones():
    """The zones United States school systems keep, as form choices."""
    names = [
        "America/Chicago",
        "America/New_York",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "America/Adak",
        "Pacific/Honolulu",
    ]
    return [(name, name.replace("_", " ")) for name in names]


class SchoolSystemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own school system, and no other (permissions R01)."""
        return self.filter(pk=user.school_system_id)


class SchoolSystem(models.Model):
    """A district: the tenant. Its policies are few and bounded, and never retroactive."""

    class ImpactStands(models.TextChoices):
        FIRST = "first", "First: what came of the meeting before"
        LAST = "last", "Last: after the other four parts"

    class PlanVisibility(models.TextChoices):
        ON_AGREEMENT = "on_agreement", "Principals read plans once both have signed"
        UNTIL_SHARED = "until_shared", "Principals see title and status only"

    class RequireMfa(models.TextChoices):
        OFF = "off", "Nobody has to"
        ADMINISTRATORS = "administrators", "System admins, district staff and custodians"
        EVERYONE = "everyone", "Everybody"

    class DraftOutcome(models.TextChoices):
        PURGED = "purged", "Its notes, marks and files are removed"
        MARKS = "marks", "Only its look-for marks are kept"
        SHARED = "shared", "Its notes are shared with the teacher"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(
        max_length=40, choices=time_zones, default="America/Chicago", verbose_name="time zone"
    )
    plan_visibility = models.CharField(
        max_length=20, choices=PlanVisibility.choices, default=PlanVisibility.ON_AGREEMENT
    )
    district_reads_agreed_plans = models.BooleanField(
        default=True, verbose_name="district staff read and export agreed plans"
    )
    principal_sees_focus = models.BooleanField(
        default=True, verbose_name="principals see the refinement area"
    )
    minimum_group = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(5)], help_text="Smallest group shown in reports."
    )
    visit_cadence_days = models.PositiveSmallIntegerField(
        default=14,
        validators=[MinValueValidator(1)],
        verbose_name="days between visits at most",
        help_text="A reminder goes out when a teacher was not visited for this many days.",
    )
    pre_conference_days = number_of_the_clock(
        1,
        "school days from the pre-conference to an announced visit, at least",
        "The last day for the pre-conference is so many school days before the visit.",
    )
    post_conference_days = number_of_the_clock(
        5,
        "school days from a formal visit to its post-conference, at most",
        "The teacher's self-assessment is due by the same day.",
    )
    follow_up_from_weeks = number_of_the_clock(
        2,
        "weeks from the post-conference to the targeted informal visit, at least",
        "The visit on the refinement area; it never carries a rating.",
        most=20,
    )
    follow_up_until_weeks = number_of_the_clock(
        6,
        "weeks from the post-conference to the targeted informal visit, at most",
        "The same visit, at the latest.",
        most=30,
    )
    due_soon_days = number_of_the_clock(
        3,
        "school days before a step of an observation round that it counts as due soon",
        "People are reminded then, and once more when it is overdue.",
        least=0,
    )
    retention_drafts = models.CharField(
        max_length=10,
        choices=DraftOutcome.choices,
        default=DraftOutcome.PURGED,
        db_default=DraftOutcome.PURGED,
        verbose_name="what becomes of a visit not shared for 30 school days",
        help_text="Its coach is told after 15, 22 and 28 school days, and may choose otherwise.",
    )
    impact_stands = models.CharField(
        max_length=5,
        choices=ImpactStands.choices,
        default=ImpactStands.FIRST,
        db_default=ImpactStands.FIRST,
        verbose_name="where a meeting assesses impact",
        help_text="Meetings planned from now on stand in this order.",
    )
    school_ilt_days = days_between_meetings(7, "a school leadership team")
    system_ilt_days = days_between_meetings(14, "the system leadership team")
    tc_days = days_between_meetings(7, "a teacher collaboration team")
    judgement_words = models.TextField(
        default=JUDGEMENT_WORDS,
        help_text="Words that live notes mark as judgement; commas between.",
    )
    priority_groups = models.TextField(
        default=PRIORITY_GROUPS, help_text="Groups a coach checks in with; commas between."
    )
    require_mfa = models.CharField(
        max_length=20,
        choices=RequireMfa.choices,
        default=RequireMfa.OFF,
        db_default=RequireMfa.OFF,
        verbose_name="who needs a second step to sign in",
        help_text="Who has none yet sets it up when they next sign in, before anything else.",
    )
    contact = models.CharField(
        max_length=200, blank=True, help_text="Whom people ask when they cannot sign in."
    )
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = SchoolSystemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_group__gte=5),
                name="minimum_group_is_five_or_more",
                violation_error_message="Enter 5 or more for the smallest group.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_until_weeks__gte=F("follow_up_from_weeks")),
                name="the_targeted_visit_has_a_window",
                violation_error_message="Enter at most as many weeks as at least, or more.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def judgement_word_list(self):
        return [word.strip() for word in self.judgement_words.split(",") if word.strip()]

    @property
    def priority_group_list(self):
        return [name.strip() for name in self.priority_groups.split(",") if name.strip()]

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.pk


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every school of the person's own system (permissions R02)."""
        return self.filter(school_system=user.school_system_id)

    def with_feature(self, feature):
        """Those that have it switched on."""
        return self.filter(feature.is_on(""))


class School(Row):
    """A school of the system."""

    name = models.CharField(max_length=200)
    grade_span = models.CharField(max_length=40, blank=True, help_text="Like K–5.")

    observation_clock_since = models.DateField(null=True, editable=False)
    engagement_review_since = models.DateField(null=True, editable=False)
    readiness_checklist_since = models.DateField(null=True, editable=False)
    stage_gauge_since = models.DateField(null=True, editable=False)
    leaders_plans_since = models.DateField(null=True, editable=False)
    walkthrough_weeks_since = models.DateField(null=True, editable=False)
    peer_visits_since = models.DateField(null=True, editable=False)
    talk_counters_since = models.DateField(null=True, editable=False)
    interval_prompt_since = models.DateField(null=True, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_system", "name"],
                name="one_school_of_each_name",
                violation_error_message="There is already a school of that name.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:school_detail", args=[self.pk])

    def can_be_edited_by(self, user):
        """The system admin, and the school's own principal (permissions R02)."""
        if user.school_system_id != self.school_system_id:
            return False
        return user.is_system_admin or self.pk in user.led_school_ids
