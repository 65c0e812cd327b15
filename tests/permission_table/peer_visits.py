"""Peer visits (permissions R38, class C4): host and visitor; coach, principal and district staff
get a count, on pages that name nobody."""

from django.utils import timezone

from demo.builders import week as build
from people.school_days import SchoolCalendar
from tests.permission_table import answers

BOTH = answers(404, subject=200, peer=200)
TEACHERS = answers(404, subject=200, peer=200)

ROWS = {
    "GET coaching:peer_visit_list": TEACHERS,
    "GET coaching:peer_visit_csv": TEACHERS,
    "GET coaching:peer_visit_invite": TEACHERS,
    "POST coaching:peer_visit_invite": answers(404, subject=302, peer=422),
    "GET coaching:peer_visit_ask": TEACHERS,
    "POST coaching:peer_visit_ask": answers(404, subject=302, peer=422),
    "GET coaching:peer_visit": BOTH,
    "GET coaching:peer_visit told": BOTH,
    "POST coaching:peer_visit_accept": answers(404, subject=403, peer=302),
    "POST coaching:peer_visit_call_off": answers(404, subject=302, peer=302),
    "GET coaching:peer_visit_write": answers(404, subject=403, peer=200),
    "POST coaching:peer_visit_write": answers(404, subject=403, peer=302),
    "GET coaching:peer_visit_write told": answers(404, subject=403, peer=403),
}


def asked(world):
    return {"pk": build.peer_visit(world.subject, world.peer).pk}


def agreed(world):
    visit = build.peer_visit(world.subject, world.peer, accepted_at=timezone.now())
    return {"pk": visit.pk}


def told(world):
    return {"pk": build.told_peer_visit(world.subject, world.peer).pk}


def the_peer(world):
    """Whom the subject may ask; the peer cannot ask themself."""
    day = SchoolCalendar.of(world.school).add(world.today, 2)
    return {"colleague": str(world.peer.pk), "planned_on": day.isoformat()}


def what_was_told(world):
    build.told_peer_visit(world.subject, world.peer)
    return "Four of six groups write."


def a_visit(world):
    return build.told_peer_visit(world.subject, world.peer).get_absolute_url()


ARGS = {
    "coaching:peer_visit": asked,
    "coaching:peer_visit told": told,
    "coaching:peer_visit_accept": asked,
    "coaching:peer_visit_call_off": asked,
    "coaching:peer_visit_write": agreed,
    "coaching:peer_visit_write told": told,
}
DATA = {
    "POST coaching:peer_visit_invite": the_peer,
    "POST coaching:peer_visit_ask": the_peer,
    "POST coaching:peer_visit_write": lambda world: {"saw": "Six hands went up."},
}
SHOWS = {
    "GET coaching:peer_visit_list": (a_visit, ["subject", "peer"]),
    "GET coaching:peer_visit_csv": (what_was_told, ["subject", "peer"]),
}
