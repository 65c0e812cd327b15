"""What a coach knows before a cycle begins (S4.03)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import JSONObject

from coaching.models.relations import owned
from core.rows import Row
from people.models import Feature


class ReadinessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own checklist of whoever is the teacher's owner coach today, where the school has
        it; nobody else's, whatever their title."""
        is_on = Feature.READINESS_CHECKLIST.is_on("plan__school")
        return self.filter(is_on, coach=user, plan__teacher__in=owned(user))


class Readiness(Row):
    """The four things a coach has done before a coaching cycle begins, each with the day on which
    it was ticked. What is not ticked is a warning to the coach, and stops nothing."""

    TICKS = {
        "standards_on": "I have read the grade-level standards and their progressions",
        "materials_on": "I know the materials",
        "texts_on": "I have read the texts, or there are none",
        "summative_on": "I have completed the summative task in full, before the cycle begins",
    }

    plan = models.ForeignKey("coaching.Plan", on_delete=models.PROTECT, related_name="checklists")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    standards_on = models.DateField(null=True)
    materials_on = models.DateField(null=True)
    texts_on = models.DateField(null=True)
    summative_on = models.DateField(null=True)

    objects = ReadinessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "readiness checklists"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "coach"], name="one_readiness_checklist_of_a_coach_and_plan"
            ),
        ]

    def __str__(self):
        return "Readiness checklist"

    @property
    def ticked(self) -> dict:
        """The day of each tick, by its name."""
        days = {name: getattr(self, name) for name in self.TICKS}
        return {name: day for name, day in days.items() if day}

    def tick(self, names, today):
        """Keep these ticks and no others; one that was there keeps its day."""
        kept = self.ticked
        for name in self.TICKS:
            setattr(self, name, kept.get(name, today) if name in names else None)
        self.save()


def readiness_column(user):
    """The days of what `user` has ticked for the plan of the query, by name: one column, nothing
    where there is no checklist of theirs."""
    rows = Readiness.objects.visible_to(user).filter(plan=models.OuterRef("pk"))
    days = JSONObject(**{name: name for name in Readiness.TICKS})
    return models.Subquery(rows.values(json=days)[:1], output_field=models.JSONField())


def can_be_ready(plan, user) -> bool:
    """Whether `user` has a readiness checklist for this plan: the teacher's owner coach of today,
    where the school has it; a leader's plan has none."""
    is_on = plan.school.readiness_checklist_since is not None
    return is_on and not plan.is_leaders and plan.owner_id == user.pk


def missing(plan) -> list[str]:
    """What is not ticked yet, of a plan that brought `readiness_column` along as `ready_days`."""
    days = plan.ready_days or {}
    return [words for name, words in Readiness.TICKS.items() if not days.get(name)]
