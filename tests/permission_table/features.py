"""What a school has switched on (R01–R02): the admin's to switch, district staff's to read; the two
questions go to the people who work there."""

import datetime as dt

from people.models import FeatureSurvey
from tests.permission_table import answers

OFFICE = {"admin": 200, "district": 200, "other_system": 200}
STAFF = ("subject", "peer", "owner", "contributor", "former", "principal")


def clock(world):
    return {"feature": "observation_clock"}


def survey(world):
    row = FeatureSurvey.objects.create(
        school_system=world.system,
        school=world.school,
        feature="observation_clock",
        asks_from=world.today - dt.timedelta(days=1),
        helps=[5, 0, 0],
        fits=[5, 0, 0],
        shown_helps=[5, 0, 0],
        shown_fits=[4, 1, 0],
    )
    return {"pk": row.pk}


def answered(world):
    survey(world)
    return {}


ROWS = {
    "GET people:feature_list": answers(403, **OFFICE),
    "POST people:feature_switch": answers(403, admin=302, other_system=302),
    "POST people:feature_switch one": answers(403, admin=302, other_system=404),
    "GET people:survey": answers(404, **dict.fromkeys(STAFF, 200)),
    "POST people:survey": answers(404, **dict.fromkeys(STAFF, 302)),
}
ARGS = {
    "people:feature_list": answered,
    "people:feature_switch": clock,
    "people:feature_switch one": clock,
    "people:survey": survey,
}
DATA = {
    "POST people:feature_switch": lambda world: {"to": "off"},
    "POST people:feature_switch one": lambda world: {"to": "off", "school": world.school.pk},
    "POST people:survey": lambda world: {"helps": "0", "fits": "2"},
}
SHOWS = {
    "GET people:feature_list": (lambda world: "Yes: 4, Partly: 1", ["admin", "district"]),
}
