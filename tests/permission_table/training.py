"""The training record (S1.07): one's own; kept by district and admin, read by the custodian."""

from people.models import Training
from tests.permission_table import answers

LED_BY = "Regional coaching center"
KEEPERS = answers(404, owner=403, custodian=403, district=200, admin=200)
CHANGERS = answers(404, owner=403, custodian=403, district=302, admin=302)


def training(world):
    row = Training.objects.create(
        school_system=world.system,
        user=world.owner,
        kind="approach",
        led_by=LED_BY,
        held_on=world.today,
        recorded_by=world.district,
    )
    return {"pk": row.pk}


def listed(world):
    training(world)
    return {}


def typed(world):
    return {
        "user": world.owner.email,
        "kind": "norming",
        "led_by": LED_BY,
        "held_on": world.today.isoformat(),
    }


ROWS = {
    "GET people:training_list": answers(200),
    "GET people:training_add": answers(403, district=200, admin=200, other_system=200),
    "POST people:training_add": answers(403, district=302, admin=302, other_system=422),
    "GET people:training_edit": KEEPERS,
    "POST people:training_edit": CHANGERS,
    "POST people:training_remove": CHANGERS,
}
ARGS = {
    "people:training_list": listed,
    "people:training_edit": training,
    "people:training_remove": training,
}
DATA = {"POST people:training_add": typed, "POST people:training_edit": typed}
SHOWS = {
    "GET people:training_list": (
        lambda world: LED_BY,
        ["owner", "district", "custodian", "admin"],
    ),
}
