"""The launch path (R32, R33, R35): a team's members, the principals of its school, and for a
collaboration team the school's leadership team."""

from tests.permission_table import answers

TC = ("subject", "peer", "contributor", "principal")
ILT = ("contributor", "principal")
SYSTEM = ("evaluator", "district")
CHANGE = '{"field": "d1", "value": "Grades 3–5.", "was": ""}'


def key(team, sheet):
    return lambda world: {"pk": getattr(world, team).pk, "key": sheet}


ROWS = {
    "GET meetings:launch": answers(404, **dict.fromkeys(TC, 200)),
    "GET meetings:launch ilt": answers(404, **dict.fromkeys(ILT, 200)),
    "GET meetings:launch system": answers(404, **dict.fromkeys(SYSTEM, 200)),
    "GET meetings:launch_sheet": answers(404, **dict.fromkeys(TC, 200)),
    "GET meetings:launch_sheet of_ilt": answers(404, **dict.fromkeys(ILT, 200)),
    "POST meetings:launch_sheet": answers(404, **dict.fromkeys(TC, 302)),
    "POST meetings:launch_save": answers(404, anonymous=401, **dict.fromkeys(TC, 200)),
}
ARGS = {
    "meetings:launch": lambda world: {"pk": world.tc.pk},
    "meetings:launch ilt": lambda world: {"pk": world.school_ilt.pk},
    "meetings:launch system": lambda world: {"pk": world.system_ilt.pk},
    "meetings:launch_sheet": key("tc", "structure"),
    "meetings:launch_sheet of_ilt": key("school_ilt", "year"),
    "meetings:launch_save": key("tc", "structure"),
}
DATA = {
    "POST meetings:launch_sheet": lambda world: {"d1": "Grades 3–5."},
    "POST meetings:launch_save": lambda world: CHANGE,
}
