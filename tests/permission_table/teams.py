"""Teams (R02): everybody of the own system sees which there are and who is in them; they are kept
by who facilitates them, their school's leaders and the system admin."""

from tests.permission_table import answers

KEEPERS = answers(403, other_system=404, contributor=200, principal=200, admin=200)
DONE = {person: 302 if code == 200 else code for person, code in KEEPERS.items()}
BEGINNERS = answers(
    403, other_system=200, principal=200, other_principal=200, district=200, admin=200
)

ROWS = {
    "GET meetings:team_list": answers(200),
    "GET meetings:team_detail": answers(200, other_system=404),
    "GET meetings:team_add": BEGINNERS,
    "POST meetings:team_add": answers(
        403, other_system=422, principal=302, other_principal=422, district=422, admin=302
    ),
    "GET meetings:team_edit": KEEPERS,
    "POST meetings:team_edit": DONE,
    "POST meetings:team_end": DONE,
    "POST meetings:team_restore": DONE,
    "GET meetings:member_add": KEEPERS,
    "POST meetings:member_add": DONE,
    "GET meetings:member_edit": KEEPERS,
    "POST meetings:member_edit": DONE,
    "POST meetings:member_end": DONE,
    "GET meetings:series_plan": KEEPERS,
    "POST meetings:series_plan": DONE,
}


def the_team(world):
    return {"pk": world.tc.pk}


def a_member(world):
    return {"pk": world.tc.members.get(user=world.subject).pk}


def a_team(world):
    """What is posted of a collaboration team of the subject's school."""
    return {
        "kind": "tc",
        "school": world.school.pk,
        "name": "Grades 1–2",
        "minutes": "60",
        "every_weeks": "1",
    }


ARGS = {
    "meetings:team_list": lambda world: world.tc and {},
    "meetings:team_detail": the_team,
    "meetings:team_edit": the_team,
    "meetings:team_end": the_team,
    "meetings:team_restore": the_team,
    "meetings:member_add": the_team,
    "meetings:member_edit": a_member,
    "meetings:member_end": a_member,
    "meetings:series_plan": the_team,
}
DATA = {
    "POST meetings:team_add": a_team,
    "POST meetings:team_edit": lambda world: {
        "name": "Grades 3–5 ELA",
        "minutes": "60",
        "every_weeks": "1",
    },
    "POST meetings:member_add": lambda world: {
        "person": world.former.email,
        "role": "member",
        "starts_on": world.today.isoformat(),
    },
    "POST meetings:member_edit": lambda world: {
        "role": "member",
        "represents": "Grade 3",
        "starts_on": "2020-08-03",
    },
    "POST meetings:series_plan": lambda world: {"term": world.year.terms.last().pk},
}
SHOWS = {
    "GET meetings:team_list": (
        lambda world: world.tc.name,
        [
            "subject",
            "peer",
            "owner",
            "contributor",
            "former",
            "principal",
            "other_principal",
            "evaluator",
            "district",
            "custodian",
            "admin",
        ],
    ),
}
