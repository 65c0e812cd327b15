"""The rubric and the look-for bank: read by all, kept by district staff and admin (R55)."""

from coaching.models import BankLookFor
from tests.permission_table import answers


def _indicator(world):
    return {"pk": world.indicators["QU"].pk}


def _bank_look_for(world):
    return {"pk": BankLookFor.objects.filter(indicator=world.indicators["QU"])[0].pk}


READERS = answers(200)
KEEPERS = answers(403, district=200, admin=200, other_system=404)
CHANGERS = answers(403, district=302, admin=302, other_system=404)
ROWS = {
    "GET coaching:rubric": READERS,
    "GET coaching:indicator_edit": KEEPERS,
    "POST coaching:indicator_edit": CHANGERS,
    "GET coaching:look_for_add": KEEPERS,
    "POST coaching:look_for_add": CHANGERS,
    "POST coaching:look_for_end": CHANGERS,
    "POST coaching:look_for_offer": CHANGERS,
}
ARGS = {
    "coaching:indicator_edit": _indicator,
    "coaching:look_for_add": _indicator,
    "coaching:look_for_end": _bank_look_for,
    "coaching:look_for_offer": _bank_look_for,
}
DATA = {
    "POST coaching:indicator_edit": lambda world: {
        "code": "QU",
        "name": "Questioning",
        "domain": "Instruction",
    },
    "POST coaching:look_for_add": lambda world: {
        "indicator": world.indicators["QU"].pk,
        "audience": "teacher",
        "text": "Asks a second student to build on the answer.",
    },
}
SHOWS = {
    "GET coaching:rubric": (
        lambda world: str(world.indicators["QU"].pk),
        ["district", "admin"],
    ),
}
