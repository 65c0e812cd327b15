"""Peer visits: who may be asked, the pair's own export, and the counts that others get."""

import csv
import io

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from coaching.models import PeerVisit
from coaching.models.peer_visit import PEERS
from people.files.reading import defuse
from people.models import Membership, SchoolYear, User

HEADINGS = ("Date", "Host", "Visitor", "School", "What to look for", "What the visitor saw")


def colleagues_of(user):
    """Teachers of the schools where `user` teaches today, as far as those have peer visits."""
    teaching = Membership.objects.active(user.today).teachers().filter(PEERS.is_on())
    schools = teaching.filter(user=user).values("school")
    people = User.objects.visible_to(user).active().exclude(pk=user.pk)
    return people.filter(pk__in=teaching.filter(school__in=schools).values("user")).order_by("name")


def common_school(user, colleague):
    """A school with peer visits at which both teach today, or None."""
    teaching = Membership.objects.active(user.today).teachers().filter(PEERS.is_on())
    hers = teaching.filter(user=colleague).values("school")
    both = teaching.filter(user=user, school__in=hers).select_related("school").first()
    return both and both.school


def as_csv(visits) -> str:
    """The given ones of a person's peer visits, for that person."""
    out = io.StringIO()
    out.write("\ufeff")
    sheet = csv.writer(out)
    sheet.writerow(HEADINGS)
    for visit in visits:
        cells = (visit.host.name, visit.visitor.name, visit.school.name, visit.look_for, visit.saw)
        sheet.writerow([f"{visit.planned_on:%m/%d/%Y}", *map(defuse, cells)])
    return out.getvalue()


def _held_this_year(today):
    """Peer visits that took place in the school year of `today`, of any system, at schools that
    have them switched on."""
    year = SchoolYear.objects.on(today).filter(school_system=OuterRef("school_system"))
    since = Subquery(year.order_by().values("starts_on")[:1])
    held = PeerVisit.objects.held().filter(PEERS.is_on())
    return held.filter(planned_on__gte=Coalesce(since, Value(today)))


def count_of_teacher(user):
    """How many peer visits a teacher hosted or made this school year, for her coach: a column
    of a query about something with a teacher."""
    is_hers = Q(host=OuterRef("teacher")) | Q(visitor=OuterRef("teacher"))
    rows = _held_this_year(user.today).filter(is_hers).order_by().values("school_system")
    counted = rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def count_for_leader(user) -> int | None:
    """How many peer visits took place this school year at the schools `user` leads; None where
    it is none, or none of them has peer visits."""
    led = [
        held.school for held in user.current_memberships if held.school_id in user.led_school_ids
    ]
    if not any(school.peer_visits_since for school in led):
        return None
    return _held_this_year(user.today).filter(school__in=user.led_school_ids).count()


def count_for_district(user) -> str:
    """The same of the whole system, in words; a small number is not told (permissions 2.8), and
    nothing where no school has peer visits."""
    if not user.has_feature(PEERS):
        return ""
    rows = _held_this_year(user.today).filter(school_system=user.school_system_id)
    found = rows.aggregate(visits=Count("pk"), hosts=Count("host", distinct=True))
    least = user.school_system.minimum_group
    return str(found["visits"]) if found["hosts"] >= least else f"fewer than {least}"
