"""Visits made on paper (permissions R10): a coach of the teacher, and nobody else."""

from tests.permission_table import answers

COACHES = ("owner", "contributor")

ROWS = {
    "GET coaching:paper_visit_choose": answers(403, **dict.fromkeys(COACHES, 200)),
    "GET coaching:paper_visit": answers(404, **dict.fromkeys(COACHES, 200)),
    "POST coaching:paper_visit": answers(404, **dict.fromkeys(COACHES, 302)),
}


def subject(world):
    return {"pk": world.subject.pk}


def paper(world):
    return {
        "visit_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "day": world.yesterday.date().isoformat(),
        "starts": "09:05",
        "ends": "09:25",
        "kind": "informal",
        "notes": "9:07 Six students write.\nFour read.",
    }


def planned_for_today(world):
    """The owner's own plan, which nobody else finds among theirs."""
    visit = world.planned_visit
    type(visit).objects.filter(pk=visit.pk).update(planned_on=world.today)
    return f"?visit={visit.pk}"


ARGS = {"coaching:paper_visit": subject}
DATA = {"POST coaching:paper_visit": paper}
SHOWS = {"GET coaching:paper_visit_choose": (planned_for_today, ["owner"])}
