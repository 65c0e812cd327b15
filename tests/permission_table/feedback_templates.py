"""How feedback is given (R55): read by everybody, written by district staff and the admin."""

from coaching.models import FeedbackTemplate
from tests.permission_table import PEOPLE, answers

WRITERS = {"district": 200, "admin": 200, "other_system": 200}


def template(world):
    FeedbackTemplate.objects.create(
        school_system=world.system,
        role="coach",
        leaves_out=["probe", "goal", "lesson", "practice"],
    )
    return {}


ROWS = {
    "GET coaching:feedback_template_list": answers(200),
    "GET coaching:feedback_template_edit": answers(403, **WRITERS),
    "POST coaching:feedback_template_edit": answers(403, district=302, admin=302, other_system=302),
}
ARGS = {"coaching:feedback_template_list": template}
DATA = {"POST coaching:feedback_template_edit": lambda world: {"coach": ["probe"]}}
SHOWS = {
    "GET coaching:feedback_template_list": (
        lambda world: "Praise and step only",
        [name for name in PEOPLE if name not in ("anonymous", "other_system")],
    ),
}
