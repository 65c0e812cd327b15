"""Leaders' own plans are a feature of a school (S1.17): while it is off they show nowhere."""

from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from people.models import Feature, Membership, School

LEADERS = Feature.LEADERS_PLANS


def is_shown() -> Q:
    """Plans and cycles of teachers, and those of leaders whose school has them switched on."""
    return Q(is_leaders=False) | Q(school__in=School.objects.with_feature(LEADERS).values("pk"))


class SwitchedQuerySet(QuerySet):
    def switched_on(self):
        """Without those of leaders whose school has their plans switched off."""
        return self.filter(is_shown())


def hidden_plans():
    """Ids of the leaders' plans that are switched off."""
    return apps.get_model("coaching", "Plan").objects.exclude(is_shown()).values("pk")


def hidden_steps():
    """Ids of the steps that stand in such a plan and nowhere else: one that came from feedback
    stays."""
    steps = apps.get_model("coaching", "ActionStep").objects
    return steps.filter(plan__in=hidden_plans(), feedback=None).values("pk")


def has_hidden_plan(plan="plan"):
    """Whether the plan at the end of the path is one of those, as a column."""
    return Exists(hidden_plans().filter(pk=OuterRef(plan)))


def cannot_have_plan(today):
    """Whether the row's `teacher` leads and does not teach, where that comes without a plan, as a
    column."""
    active = Membership.objects.active(today)
    leads = active.filter(
        LEADERS.is_on(), user=OuterRef("teacher"), role=Membership.Role.SCHOOL_LEADER
    )
    only_leads = active.only_leads(OuterRef("teacher"))
    return ExpressionWrapper(only_leads & ~Q(Exists(leads)), BooleanField())
