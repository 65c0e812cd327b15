"""Whom a principal or an evaluator may walk in on, and when they last did: one query."""

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from coaching.models import Visit, Walkthrough
from people.models import Membership, User


def teachers_for(user):
    """The teachers `user` may walk in on today, as whom (`made_as`), at which school, and when the
    last walkthrough by this person began. Who leads the school comes as its leader, even where
    the register names the same person as evaluator."""
    today = user.today
    everybody = User.objects.visible_to(user).active().exclude(pk=user.pk)
    led = everybody.led_by(user).values("pk")
    teaching = Membership.objects.active(today).teachers().filter(user=OuterRef("pk"))
    schools = Membership.objects.led_by(user).values("school")
    mine = (
        Walkthrough.objects.visible_to(user).walk_ins().made_by(user).filter(teacher=OuterRef("pk"))
    )
    as_principal = When(pk__in=led, then=Value(Visit.MadeAs.PRINCIPAL))
    as_evaluator = Value(Visit.MadeAs.EVALUATOR)
    people = everybody.filter(pk__in=led) | everybody.evaluated_by(user)
    return people.annotate(
        made_as=Case(as_principal, default=as_evaluator, output_field=CharField()),
        school_id=Coalesce(
            Subquery(teaching.filter(school__in=schools).values("school")[:1]),
            Subquery(teaching.values("school")[:1]),
        ),
        last_walk_at=Subquery(mine.order_by("-started_at").values("started_at")[:1]),
    ).filter(school_id__isnull=False)


def longest_ago_first(teachers):
    """Those never walked in on first, then those whose last walkthrough is longest ago."""
    return teachers.order_by(F("last_walk_at").asc(nulls_first=True), "name", "pk")
