"""My week (permissions R10): whoever coaches, their own caseload."""

from people.school_days import SchoolCalendar
from tests.permission_table import answers

COACHES = ("owner", "contributor")


def place(world):
    day = SchoolCalendar.of(world.school).add(world.today, 1)
    return {"teacher": str(world.subject.pk), "day": day.isoformat()}


def visited(world):
    """A planned visit of the owner's, as their week names it."""
    return world.planned_visit.get_absolute_url()


def its_week(world):
    return {"week": world.planned_visit.planned_on.isoformat()}


ROWS = {
    "GET coaching:week": answers(
        404, **dict.fromkeys((*COACHES, "former", "evaluator", "other_system"), 200)
    ),
    "POST coaching:week_place": answers(404, **dict.fromkeys(COACHES, 302)),
}
DATA = {"GET coaching:week": its_week, "POST coaching:week_place": place}
SHOWS = {"GET coaching:week": (visited, ["owner"])}
