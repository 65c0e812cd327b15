"""Learning walks: what is seen across classrooms, and no teacher’s name (S2.38–S2.39)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.rows import Row
from goals.models.reading import SchoolsDataQuerySet, reads_data
from ilt.models.keeping import can_keep, own_ilts


class LearningWalkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of a school: its principals and its leadership team; every one: the system's leadership
        team (permissions R37). District staff read trends alone (`ilt/walk_trends.py`)."""
        rows = self.filter(school_system=user.school_system_id)
        if user.is_in_system_ilt:
            return rows
        return rows.filter(school__in=user.led_school_ids | user.ilt_school_ids)


class LearningWalk(Row):
    """A walk of a leadership team through classrooms of one school, on one day.

    Classrooms are counted, never named: each one adds to the tallies of the look-fors.
    """

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="learning_walks")
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, related_name="learning_walks"
    )
    walked_on = models.DateField(verbose_name="when")
    focus = models.CharField(max_length=200, help_text="Like Discourse in grades 3–5 math.")
    goal = models.ForeignKey(
        "goals.Goal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="learning_walks",
        verbose_name="the priority it looks at",
        help_text="A goal of the school or of the system.",
    )
    guiding_questions = models.TextField(
        blank=True, help_text="What you look at in each room, a line each. Nobody’s name."
    )
    evidence = models.TextField(
        blank=True,
        verbose_name="what you saw",
        help_text="The evidence you share and the trends in it. Nobody’s name.",
    )
    classrooms = models.PositiveSmallIntegerField(default=0, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = LearningWalkQuerySet.as_manager()

    class Meta:
        ordering = ["-walked_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(focus=""), name="a_learning_walk_has_a_focus"),
        ]
        indexes = [
            models.Index(fields=["school", "-walked_on"], name="learning_walks_of_a_school"),
            models.Index(fields=["team", "-walked_on"], name="learning_walks_of_a_team"),
        ]

    def __str__(self):
        return self.focus

    def get_absolute_url(self):
        return reverse("ilt:walk_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def can_be_edited_by(self, user):
        """The team that walks, and the school's principals (permissions R37)."""
        own = {team.pk for team in own_ilts(user)}
        is_own = self.team_id in own or self.school_id in user.led_school_ids
        return self.school_system_id == user.school_system_id and is_own


class WalkLookForQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was tallied on the walks the person may read (permissions R37)."""
        return self.filter(walk__in=LearningWalk.objects.visible_to(user))


class WalkLookFor(Row):
    """One look-for of a walk, of the bank or typed, and in how many classrooms it was seen. A room
    without a chance to see it counts nowhere."""

    MARKS = {"seen": "Seen", "partly": "Partly", "not_seen": "Not seen"}

    walk = models.ForeignKey(LearningWalk, on_delete=models.PROTECT, related_name="look_fors")
    bank_look_for = models.ForeignKey(
        "coaching.BankLookFor", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=1)
    seen = models.PositiveSmallIntegerField(default=0)
    partly = models.PositiveSmallIntegerField(default=0)
    not_seen = models.PositiveSmallIntegerField(default=0, verbose_name="not seen")

    objects = WalkLookForQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_look_for_of_a_walk_has_words"),
            models.UniqueConstraint(
                fields=["walk", "text"],
                name="each_look_for_of_a_walk_once",
                violation_error_message="This look-for is on the walk already.",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def total(self) -> int:
        """Classrooms in which there was a chance to see it."""
        return self.seen + self.partly + self.not_seen

    @property
    def share(self) -> int:
        """Percent of them in which it was seen."""
        return round(100 * self.seen / self.total) if self.total else 0

    def can_be_edited_by(self, user):
        return self.walk.can_be_edited_by(user)


class BestPracticeQuerySet(SchoolsDataQuerySet):
    def visible_to(self, user):
        """A school's practices as its data; what holds for the whole system is for everybody who
        leads or coaches in a school (permissions R39)."""
        rows = super().visible_to(user)
        if reads_data(user):
            of_system = self.filter(school_system=user.school_system_id, school=None)
            return self.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=of_system.values("pk")))
        return rows


class BestPractice(Row):
    """What works in classrooms here, in words that others can act on (S2.39); `school` is empty
    where it holds for the whole system."""

    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    where = models.CharField(
        max_length=120, blank=True, verbose_name="grades and subjects", help_text="Like K–5 math."
    )
    practice = models.TextField(
        verbose_name="what it looks like", help_text="What teachers and students do and say."
    )
    evidence = models.TextField(
        blank=True, verbose_name="what shows that it works", help_text="Nobody’s name."
    )
    walk = models.ForeignKey(
        LearningWalk,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="best_practices",
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = BestPracticeQuerySet.as_manager()

    class Meta:
        ordering = ["where", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(practice=""), name="a_best_practice_says_what_it_is"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ilt:practice_edit", args=[self.pk])

    def can_be_edited_by(self, user):
        """The leadership team that wrote it (permissions R39)."""
        return self.school_system_id == user.school_system_id and can_keep(user, self.school_id)
