"""The launch meeting (C4): the teacher and the coach, and nobody else whatever their title."""

from coaching.views.launch import EPOCH, MICROSECOND
from tests.permission_table import answers
from tests.permission_table.people import owner

THE_TWO = answers(404, subject=200, owner=200)
DONE = answers(404, subject=302, owner=302)
# Whoever has the duty of a coach; in the other system no school year runs.
COACHES = dict.fromkeys(("owner", "contributor", "former", "evaluator"), 302)

ROWS = {
    "GET coaching:launch_answer": THE_TWO,
    "POST coaching:launch_answer": DONE,
    "POST coaching:launch_answer nothing": answers(404, subject=422, owner=422),
    "POST coaching:launch_answer write": DONE,
    "POST coaching:launch_all": answers(404, **COACHES, other_system=403),
    "POST coaching:launch_undo": answers(404, owner=302),
    "GET coaching:launch_detail": THE_TWO,
    "POST coaching:launch_detail": DONE,
    "POST coaching:launch_save": THE_TWO | {"anonymous": 401},
}


def meeting(world):
    return {"pk": world.launch_meeting.pk}


def moment(world):
    return {"at": (world.launch_meeting.answered_at - EPOCH) // MICROSECOND}


ARGS = {
    "coaching:launch_answer": owner,
    "coaching:launch_answer nothing": owner,
    "coaching:launch_answer write": owner,
    "coaching:launch_undo": moment,
    "coaching:launch_detail": meeting,
    "coaching:launch_save": meeting,
}
DATA = {
    "POST coaching:launch_answer": lambda world: {"answer": "met"},
    "POST coaching:launch_answer nothing": lambda world: {"csrf": "x"},
    "POST coaching:launch_answer write": lambda world: {"write": "yes"},
    "POST coaching:launch_all": lambda world: {"answer": "met"},
    "POST coaching:launch_detail": lambda world: {"students": "24, six of them new."},
    "POST coaching:launch_save": lambda world: '{"field": "students", "value": "24", "was": ""}',
}
