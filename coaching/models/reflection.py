"""What is written about a plan: the self-check, prompts and reflections, the response."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject

from coaching.models.feedback import FeedbackMeeting
from coaching.models.leaders import hidden_plans, hidden_steps
from coaching.models.plan import Plan
from coaching.models.walkthrough import Walkthrough
from core.rows import Row


class SelfCheck(Row):
    """The three quality questions about a plan, answered by coach and by teacher (S0.12)."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NOT_YET = "not_yet", "Not yet"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="self_checks")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_aligned = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    is_manageable = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    shows_progress = models.CharField(max_length=8, choices=Answer.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "answered_by"], name="one_self_check_each"),
        ]

    def __str__(self):
        return "Self-check"


class ReflectionPromptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Prompts are part of the plan of record (permissions R15)."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def as_facts(self):
        """Each prompt that nobody removed as one JSON object, in order."""
        facts = JSONObject(id="pk", order="order", text="text")
        kept = self.filter(removed_at=None).order_by("order", "created_at")
        return kept.values_list(facts, flat=True)


class ReflectionPrompt(Row):
    """A question the teacher reflects on; part of the plan of record."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prompts")
    order = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ReflectionPromptQuerySet.as_manager()

    class Meta:
        ordering = ["order", "created_at"]

    def __str__(self):
        return f"Prompt {self.order}"


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Private to the teacher until shared with the coach: whoever is her owner coach, and was
        when she shared it (permissions R17–R18)."""
        was_owner = user.coach_assignments.active(user.today).owners()
        was_owner = was_owner.filter(teacher=models.OuterRef("author"))
        was_owner = was_owner.made_during("shared_at__date", "shared_at")
        shown = self.exclude(plan__in=hidden_plans()).exclude(step__in=hidden_steps())
        return shown.filter(Q(author=user) | Q(shared_at__isnull=False) & models.Exists(was_owner))

    def drafts(self):
        """Not shared, or not any more."""
        return self.filter(shared_at=None)

    def as_added(self):
        """Prompt and text of those the teacher added to a plan of record."""
        facts = JSONObject(prompt="prompt__text", text="text")
        return self.filter(is_in_record=True).values_list(facts, flat=True)


class Reflection(Row):
    """What a teacher writes about the work: a private draft, then shared with the coach."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reflections"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="reflections"
    )
    step = models.ForeignKey(
        "coaching.ActionStep",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reflections",
    )
    prompt = models.ForeignKey(
        ReflectionPrompt, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    text = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True, editable=False)
    is_in_record = models.BooleanField(
        default=False, verbose_name="add this reflection to the plan of record"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(is_in_record=True),
                name="one_reflection_in_the_plan_of_record",
                violation_error_message="One reflection is already part of the plan of record.",
            ),
            models.UniqueConstraint(
                fields=["author", "plan", "prompt"],
                condition=Q(prompt__isnull=False),
                name="one_reflection_on_each_prompt",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | Q(step__isnull=False),
                name="a_reflection_is_about_a_plan_or_a_step",
            ),
        ]

    def __str__(self):
        return "Reflection"

    def unshare(self):
        """The author takes it back into her own keeping, and out of the plan of record."""
        self.shared_at, self.is_in_record = None, False
        self.save(update_fields=["shared_at", "is_in_record"])

    @property
    def teacher(self):
        """Whose work it is about: a reflection is always its author's."""
        return self.author

    @property
    def teacher_id(self):
        return self.author_id

    @property
    def coach_id(self):
        """The coach of the step or the plan it is about."""
        return (self.step or self.plan).coach_id


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A response is seen by whoever sees what it answers (permissions R19, R24, P2)."""
        return self.filter(
            Q(plan__in=Plan.objects.visible_to(user))
            | Q(feedback__in=FeedbackMeeting.objects.visible_to(user))
            | Q(walkthrough__in=Walkthrough.objects.visible_to(user))
        )


ANSWERED = ("plan", "feedback", "walkthrough")


def _only(name):
    """The response answers the one called `name`, and nothing else."""
    return Q(**{f"{one}__isnull": one != name for one in ANSWERED})


class Response(Row):
    """The teacher's answer to a plan, to feedback, or to what was seen in a walkthrough or a formal
    visit; it travels with every copy of it."""

    EDITABLE_DAYS = 30

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responses"
    )
    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="response"
    )
    feedback = models.OneToOneField(
        "coaching.FeedbackMeeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
    )
    walkthrough = models.OneToOneField(
        "coaching.Walkthrough",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
    )
    text = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("plan") | _only("feedback") | _only("walkthrough"),
                name="a_response_answers_one_thing",
            ),
        ]

    def __str__(self):
        return "Response"

    @property
    def editable_until(self):
        return self.created_at + dt.timedelta(days=self.EDITABLE_DAYS)

    def is_open_for_changes(self, now):
        """Its author may change it for 30 days (permissions R19)."""
        return now - self.created_at <= dt.timedelta(days=self.EDITABLE_DAYS)
