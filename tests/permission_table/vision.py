"""*How we coach here* (C1): read by everybody, written by district staff and the admin."""

from django.utils import timezone

from people.models import Acknowledgement, CoachingVision
from tests.permission_table import PEOPLE, answers

WRITERS = {"admin": 200, "district": 200, "other_system": 200}
HEADS = {"principal": 200, "other_principal": 200}
DRAFT_WORDS = "Words of the draft alone"


def published(world):
    """A published version of each system, read by the subject."""
    row = CoachingVision.objects.create(
        school_system=world.system,
        vision="Teachers get better when somebody comes back.",
        published_at=timezone.now(),
        published_by=world.district,
    )
    Acknowledgement.objects.create(
        school_system=world.system,
        vision=row,
        user=world.subject,
        acknowledged_at=timezone.now(),
    )
    return {}


def draft(world):
    published(world)
    CoachingVision.objects.create(school_system=world.system, version=2, vision=DRAFT_WORDS)
    return {}


def by_number(world):
    return published(world) | {"version": 1}


def draft_number(world):
    return draft(world) | {"version": 2}


ROWS = {
    "GET people:vision_detail": answers(200),
    "GET people:vision_detail draft": answers(200),
    "GET people:vision_version": answers(200, other_system=404),
    "GET people:vision_version draft": answers(404),
    "POST people:vision_acknowledge": answers(302, other_system=404),
    "GET people:vision_edit": answers(403, **WRITERS),
    "POST people:vision_edit": answers(403, admin=302, district=302, other_system=302),
    "GET people:vision_publish": answers(403, admin=200, district=200, other_system=302),
    "POST people:vision_publish": answers(403, admin=302, district=302, other_system=302),
    "GET people:vision_readers": answers(403, **WRITERS, **HEADS),
}
ARGS = {
    "people:vision_detail": published,
    "people:vision_detail draft": draft,
    "people:vision_version": by_number,
    "people:vision_version draft": draft_number,
    "people:vision_acknowledge": published,
    "people:vision_edit": draft,
    "people:vision_publish": draft,
    "people:vision_readers": published,
}
DATA = {
    "POST people:vision_edit": lambda world: {"vision": "One step at a time."},
    "POST people:vision_publish": lambda world: {"csrf": "x"},
}
SHOWS = {
    "GET people:vision_detail": (
        lambda world: "Teachers get better when somebody comes back.",
        [person for person in PEOPLE if person not in ("anonymous", "other_system")],
    ),
    "GET people:vision_edit": (lambda world: DRAFT_WORDS, ["admin", "district"]),
    "GET people:vision_readers": (
        lambda world: "1 of 6 have read it",
        ["admin", "district", "principal"],
    ),
}
