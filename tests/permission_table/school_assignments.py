"""What the system's leadership team gave to do that concerns a school (R33): its principals read
it, without the meeting; its leadership team does not."""

from demo.builders import team as build
from tests.permission_table import answers

TEXT = "Visit every grade 4 classroom."
SCHOOLS = answers(404, principal=200, other_principal=200, other_system=200)
NOT_THEIRS = answers(404, principal=403, district=403, evaluator=200)

ROWS = {
    "GET meetings:school_assignments": SCHOOLS,
    "GET meetings:assignment_report of_system": NOT_THEIRS,
}


def given(world):
    """The evaluator, in the system's leadership team, does something for the subject's school."""
    assert world.school_ilt
    when = world.days_ago(3)
    meeting = build.make_meeting(world.system_ilt, when, state="held")
    return build.make_assignment(meeting, world.evaluator, text=TEXT, school=world.school)


ARGS = {
    "meetings:school_assignments": lambda world: given(world) and {},
    "meetings:assignment_report of_system": lambda world: {"pk": given(world).pk},
}
SHOWS = {"GET meetings:school_assignments": (lambda world: TEXT, ["principal"])}
