"""The roll-over into the next school year: the system admin's alone."""

import datetime as dt

from people.actions.roll_over import prepare
from people.models import SchoolYear
from tests.permission_table import answers


def next_year(world):
    first = world.year.ends_on + dt.timedelta(days=80)
    return SchoolYear.objects.create(
        school_system=world.system,
        name="Next",
        starts_on=first,
        ends_on=first + dt.timedelta(days=280),
    )


def roll_over(world):
    return {"pk": prepare(next_year(world), by=world.admin).pk}


def one_school(world):
    return {**roll_over(world), "school": world.school.pk}


ROWS = {
    "GET reports:roll_over_list": answers(403, admin=200, other_system=200),
    "POST reports:roll_over_list": answers(403, admin=302, other_system=422),
    "GET reports:roll_over_detail": answers(404, admin=200),
    "GET reports:roll_over_school": answers(404, admin=200),
    "POST reports:roll_over_school": answers(404, admin=422),
    "POST reports:roll_over_start": answers(404, admin=409),
    "POST reports:roll_over_undo": answers(404, admin=302),
}
ARGS = {
    "reports:roll_over_detail": roll_over,
    "reports:roll_over_school": one_school,
    "reports:roll_over_start": roll_over,
    "reports:roll_over_undo": roll_over,
}
DATA = {"POST reports:roll_over_list": lambda world: {"year": next_year(world).pk}}
