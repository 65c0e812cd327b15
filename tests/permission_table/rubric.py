"""The rubric and the look-for bank: read by all, kept by district staff and admin (R55)."""

import datetime as dt

from coaching.actions.walkthrough_form import put_in_force
from coaching.models import BankLookFor, WalkthroughForm
from tests.permission_table import PEOPLE, answers


def _indicator(world):
    return {"pk": world.indicators["QU"].pk}


def _bank_look_for(world):
    return {"pk": BankLookFor.objects.filter(indicator=world.indicators["QU"])[0].pk}


def _coming(world):
    """A form that begins in a week."""
    form = WalkthroughForm(school_system=world.system, look_fors=world.form.look_fors)
    form.starts_on = world.today + dt.timedelta(days=7)
    put_in_force(form)
    return {"pk": form.pk}


READERS = answers(200)
KEEPERS = answers(403, district=200, admin=200, other_system=404)
CHANGERS = answers(403, district=302, admin=302, other_system=404)
ROWS = {
    "GET coaching:rubric": READERS,
    "GET coaching:indicator_edit": KEEPERS,
    "POST coaching:indicator_edit": CHANGERS,
    "GET coaching:look_for_add": KEEPERS,
    "POST coaching:look_for_add": CHANGERS,
    "GET coaching:look_for_edit": KEEPERS,
    "POST coaching:look_for_edit": CHANGERS,
    "POST coaching:look_for_end": CHANGERS,
    "POST coaching:look_for_offer": CHANGERS,
    "GET coaching:walkthrough_form_list": READERS,
    "GET coaching:walkthrough_form_add": answers(403, district=200, admin=200, other_system=200),
    "POST coaching:walkthrough_form_add": answers(403, district=302, admin=302, other_system=422),
    "POST coaching:walkthrough_form_remove": CHANGERS,
}
ARGS = {
    "coaching:indicator_edit": _indicator,
    "coaching:look_for_add": _indicator,
    "coaching:look_for_edit": _bank_look_for,
    "coaching:walkthrough_form_remove": _coming,
    "coaching:look_for_end": _bank_look_for,
    "coaching:look_for_offer": _bank_look_for,
}
DATA = {
    "POST coaching:look_for_edit": lambda world: {
        "indicator": world.indicators["QU"].pk,
        "audience": "teacher",
        "text": "Waits four seconds after each question.",
    },
    "POST coaching:walkthrough_form_add": lambda world: {
        "look_fors": [str(pk) for pk in world.form.look_fors],
        "starts_on": world.today.isoformat(),
    },
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
    "GET coaching:walkthrough_form_list": (
        lambda world: str(world.form.pk),
        [name for name in PEOPLE if name not in ("anonymous", "other_system")],
    ),
    "GET coaching:rubric": (
        lambda world: str(world.indicators["QU"].pk),
        ["district", "admin"],
    ),
}
