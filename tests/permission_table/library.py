"""The library of links (R55): read by everybody, kept by district staff and the admin."""

import datetime as dt

from people.models import LibraryLink
from tests.permission_table import PEOPLE, answers

READERS = [name for name in PEOPLE if name not in ("anonymous", "other_system")]
COMING = "Handbook of next year"
KEEPERS = answers(403, district=200, admin=200, other_system=404)
CHANGERS = answers(403, district=302, admin=302, other_system=404)
UNSEEN = answers(404, district=200, admin=200)


def make(world, title="Educator rubric", days=-10, **fields):
    starts_on = world.today + dt.timedelta(days=days)
    return LibraryLink.objects.create(
        school_system=world.system,
        title=title,
        address="https://example.org/rubric",
        kind="rubric",
        starts_on=starts_on,
        **fields,
    )


def link(world):
    return {"pk": make(world).pk}


def coming(world):
    return {"pk": make(world, COMING, days=30).pk}


def list_coming(world):
    coming(world)
    return {}


def listed(world):
    link(world)
    return {}


def typed(world):
    return {
        "title": "Handbook",
        "address": "https://example.org/handbook",
        "kind": "handbook",
        "starts_on": world.today.isoformat(),
    }


ROWS = {
    "GET people:library_list": answers(200),
    "GET people:library_list coming": answers(200),
    "GET people:library_add": answers(403, district=200, admin=200, other_system=200),
    "POST people:library_add": answers(403, district=302, admin=302, other_system=302),
    "GET people:library_edit": KEEPERS,
    "GET people:library_edit coming": UNSEEN,
    "POST people:library_edit": CHANGERS,
    "POST people:library_remove": CHANGERS,
}
ARGS = {
    "people:library_list": listed,
    "people:library_list coming": list_coming,
    "people:library_edit": link,
    "people:library_edit coming": coming,
    "people:library_remove": link,
}
DATA = {"POST people:library_add": typed, "POST people:library_edit": typed}
SHOWS = {
    "GET people:library_list": (lambda world: "https://example.org/rubric", READERS),
    "GET people:library_list coming": (lambda world: COMING, ["district", "admin"]),
}
