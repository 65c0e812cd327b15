"""How far a team is: what is said of it now, and reviews as they were on their day (S2.31)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import SchoolsDataQuerySet
from ilt.models.keeping import can_keep
from ilt.stage.catalog import ACTIONS, BY_CODE, COMPUTED
from people.models import Feature, Team

CODES = [action.code for action in ACTIONS]


class Status(models.TextChoices):
    """How far an action is."""

    NONE = "none", "Not yet"
    PARTIAL = "partial", "Partly"
    IN_PLACE = "in_place", "In place"


def stage_teams(user):
    """Teams whose stage the person reads (permissions R39), where the gauge is switched on: of a
    school its principals, its leadership team and its coaches; every one, the district's staff,
    custodians and the system's leadership team. Networks have no stages."""
    read = SchoolsDataQuerySet(Team).visible_to(user).exclude(kind=Team.Kind.NETWORK)
    teams = Team.objects.with_feature(Feature.STAGE_GAUGE).filter(has_feature=True)
    return teams.filter(pk__in=read.values("pk"))


def can_assess(user, team) -> bool:
    """Who says how far the team is: the school's principals and leadership team, and the system's
    leadership team (permissions R39); nobody of a team that has ended."""
    same = team.school_system_id == user.school_system_id
    return same and team.ended_at is None and can_keep(user, team.school_id)


class OfStageTeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the teams whose stage the person reads, where the gauge is on (permissions R39)."""
        return self.filter(team__in=stage_teams(user))


class StageMark(Row):
    """What a team's leaders say of one action now: how far it is, with what shows it.

    Of a computed action only the remark (`evidence`) is theirs; `status` stays empty. `dated_on` is
    the day from which the status holds.
    """

    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="stage_marks", editable=False
    )
    action = models.CharField(max_length=2, editable=False)
    status = models.CharField(
        max_length=8, choices=Status.choices, blank=True, verbose_name="how far it is"
    )
    evidence = models.TextField(
        blank=True, verbose_name="what shows it", help_text="No students’ names."
    )
    link = models.URLField(max_length=500, blank=True, verbose_name="link to what shows it")
    dated_on = models.DateField(null=True, blank=True, verbose_name="since")
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    assessed_at = models.DateTimeField(editable=False)

    objects = OfStageTeamQuerySet.as_manager()

    class Meta:
        ordering = ["action"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "action"], name="one_stage_mark_of_a_team_and_action"
            ),
            models.CheckConstraint(
                condition=Q(action__in=CODES), name="a_stage_mark_is_of_an_action"
            ),
            models.CheckConstraint(
                condition=Q(status="", dated_on=None)
                | Q(status__in=Status.values, dated_on__isnull=False),
                name="a_stage_mark_says_since_when",
                violation_error_message="Say how far it is, and since when.",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=COMPUTED) | Q(status="", link=""),
                name="a_computed_stage_status_is_nobodys_to_write",
                violation_error_message="This one is computed; you can add a remark.",
            ),
        ]

    def __str__(self):
        return BY_CODE[self.action].title

    def get_absolute_url(self):
        return f"{reverse('ilt:stage', args=[self.team_id])}#a{self.action}"


class StageReview(Row):
    """Where a team stood on one day, kept as it was then: the stage, and a line for each action."""

    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="stage_reviews", editable=False
    )
    reviewed_on = models.DateField()
    stage = models.PositiveSmallIntegerField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = OfStageTeamQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "reviewed_on"], name="one_stage_review_of_a_team_a_day"
            ),
            models.CheckConstraint(
                condition=Q(stage__range=(1, 3)), name="a_stage_review_says_its_stage"
            ),
        ]

    def __str__(self):
        return f"Stage {self.stage}"

    def get_absolute_url(self):
        return reverse("ilt:stage_review", args=[self.pk])


class StageLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the reviews the person may read (permissions R39)."""
        return self.filter(review__in=StageReview.objects.visible_to(user))


class StageLine(Row):
    """What one review kept of one action: computed with the sentence `why`, or said by somebody."""

    review = models.ForeignKey(StageReview, on_delete=models.PROTECT, related_name="lines")
    action = models.CharField(max_length=2)
    status = models.CharField(max_length=8, choices=Status.choices)
    is_computed = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    dated_on = models.DateField(null=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = StageLineQuerySet.as_manager()

    class Meta:
        ordering = ["action"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "action"], name="one_line_of_a_stage_review_and_action"
            ),
            models.CheckConstraint(
                condition=Q(action__in=CODES), name="a_stage_line_is_of_an_action"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="a_stage_line_has_a_status"
            ),
            models.CheckConstraint(
                condition=Q(is_computed=False) | ~Q(why=""), name="a_computed_stage_line_says_why"
            ),
        ]

    def __str__(self):
        return BY_CODE[self.action].title
