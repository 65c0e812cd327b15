"""The calendar link (permissions R52): everybody's own; whoever holds the secret reads it."""

from django.utils import timezone

from people.actions.feed import make_feed
from tests.permission_table import PEOPLE, answers


def link(world):
    """The owner's link, with a visit of theirs to show."""
    world.planned_visit  # noqa: B018 (reading it makes it)
    return {"token": make_feed(world.owner, now=timezone.now())}


def old_link(world):
    old = link(world)
    make_feed(world.owner, now=timezone.now())
    return old


def a_person_with_a_link(world):
    link(world)
    return {"pk": world.owner.pk}


ROWS = {
    "GET coaching:calendar_feed": dict.fromkeys(PEOPLE, 200),
    "GET coaching:calendar_feed reset": answers(404, anonymous=404),
    "POST people:feed_make": answers(200),
    "POST people:feed_names": answers(302),
    "POST people:feed_delete": answers(302),
    "POST people:person_feed_delete": answers(403, admin=302, other_system=404),
}
ARGS = {
    "coaching:calendar_feed": link,
    "coaching:calendar_feed reset": old_link,
    "people:person_feed_delete": a_person_with_a_link,
}
DATA = {"POST people:feed_names": lambda world: {"names": "on"}}
SHOWS = {
    "GET coaching:calendar_feed": (lambda world: f"{world.planned_visit.pk}@throughline", PEOPLE)
}
