"""Data sets (R39): read by those who lead and by the coaches of the school, entered by leadership
teams and principals."""

from demo.builders import goal as build
from tests.permission_table import answers
from tests.permission_table.goal_grounds import ADD, ADDED, LEADS, NEED_DONE, NEED_READ
from tests.permission_table.goals import HEADS


def data_set(world):
    return build.make_data_set(world.school, [("4", "Math", "", 24, 41)])


ROWS = {
    "GET goals:data_set_list": answers(
        403, **dict.fromkeys((*HEADS, "district", "custodian", "owner"), 200)
    ),
    "GET goals:data_set_detail": NEED_READ | {"owner": 200},
    "POST goals:data_set_remove": NEED_DONE | {"owner": 403},
    "POST goals:data_set_restore": NEED_DONE | {"owner": 403},
    "GET goals:data_set_add": ADD,
    "POST goals:data_set_add": {**ADDED, "other_principal": 422, "other_system": 422},
}
ARGS = {
    "goals:data_set_list": lambda world: data_set(world) and {},
    "goals:data_set_detail": lambda world: {"pk": data_set(world).pk},
    "goals:data_set_remove": lambda world: {"pk": data_set(world).pk},
    "goals:data_set_restore": lambda world: {"pk": data_set(world).pk},
}
DATA = {
    "POST goals:data_set_add": lambda world: {
        "title": "Winter screener",
        "kind": "screener",
        "starts_on": world.today.isoformat(),
        "ends_on": world.today.isoformat(),
        "table": f"school,n,value\n{world.school.name},24,41",
        "confirm": "1",
    },
}
SHOWS = {"GET goals:data_set_list": (lambda world: "Fall screener", [*LEADS, "owner"])}
