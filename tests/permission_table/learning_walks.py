"""Learning walks (R37) and best practices (R39): the school's principals and leadership team and
the system's; district staff see trends over many classrooms; a walk is written by its own team."""

from demo.builders import leading as build
from tests.permission_table import answers
from tests.permission_table.data_reviews import DONE, KEPT, PAGES, teams

KEEPERS = ("principal", "contributor", "evaluator", "district")
ELSEWHERE = ("other_principal", "other_system")
READ = answers(404, **dict.fromkeys(KEEPERS, 200))
WALKED = answers(404, evaluator=403, district=403, principal=200, contributor=200)
COUNTED = answers(404, evaluator=403, district=403, principal=302, contributor=302)
LIST = answers(404, **dict.fromkeys((*KEEPERS, *ELSEWHERE), 200))
BEGUN = answers(404, **dict.fromkeys(KEEPERS, 302), **dict.fromkeys(ELSEWHERE, 422))
LOOK_FOR = "Students explain their thinking to each other"


def walk(world):
    teams(world)
    tallies = [(LOOK_FOR, 4, 2, 1)]
    return {"pk": build.make_walk(world.school_ilt, world.school, tallies=tallies, classrooms=7).pk}


def walked(world):
    return {"walk": walk(world)["pk"]}


def without_teams(world):
    """The walk of a team in which nobody of the table is."""
    walk(world)
    world.school_ilt.members.all().delete()
    world.system_ilt.members.all().delete()
    return {}


def practice(world):
    teams(world)
    return {"pk": build.make_practice(world.system, world.school).pk}


def of_system(world):
    teams(world)
    return {"pk": build.make_practice(world.system).pk}


def listed(world):
    return practice(world) and {}


ROWS = {
    "GET ilt:walk_list": LIST,
    "GET ilt:walk_trends": LIST,
    "GET ilt:walk_trends teamless": answers(
        404, principal=200, district=200, other_principal=200, other_system=200
    ),
    "GET ilt:walk_add": LIST,
    "POST ilt:walk_add": BEGUN,
    "GET ilt:walk_detail": READ,
    "GET ilt:walk_edit": WALKED,
    "POST ilt:walk_edit": COUNTED,
    "GET ilt:walk_tally": WALKED,
    "POST ilt:walk_tally": COUNTED,
    "GET ilt:walk_correct": WALKED,
    "POST ilt:walk_correct": COUNTED,
    "POST ilt:walk_end": COUNTED,
    "GET ilt:practice_of_walk": READ,
    "POST ilt:practice_of_walk": answers(404, **dict.fromkeys(KEEPERS, 302)),
    "GET ilt:practice_list": PAGES,
    "GET ilt:practice_add": LIST | {"custodian": 403, "owner": 403},
    "POST ilt:practice_add": BEGUN | {"custodian": 403, "owner": 403},
    "GET ilt:practice_edit": KEPT,
    "GET ilt:practice_edit system": answers(
        404,
        evaluator=200,
        district=200,
        principal=403,
        contributor=403,
        custodian=403,
        other_principal=403,
        owner=403,
    ),
    "POST ilt:practice_edit": DONE,
    "POST ilt:practice_end": DONE,
}
ARGS = {
    "ilt:walk_list": lambda world: walk(world) and {},
    "ilt:walk_trends": lambda world: walk(world) and {},
    "ilt:walk_trends teamless": without_teams,
    "ilt:walk_add": teams,
    "ilt:walk_detail": walk,
    "ilt:walk_edit": walk,
    "ilt:walk_tally": walk,
    "ilt:walk_correct": walk,
    "ilt:walk_end": walk,
    "ilt:practice_of_walk": walked,
    "ilt:practice_list": listed,
    "ilt:practice_add": teams,
    "ilt:practice_edit": practice,
    "ilt:practice_edit system": of_system,
    "ilt:practice_end": practice,
}
WALK = {"focus": "Exit tickets", "walked_on": "2026-11-10", "guiding_questions": "", "typed": "One"}
PRACTICE = {"title": "Write first", "practice": "Students write before they talk."}


def of_school(data):
    return lambda world: data | {"school": str(world.school.pk)}


def look_for(world):
    return world.school.learning_walks.get().look_fors.get()


def numbers(world):
    pk = look_for(world).pk
    return {"classrooms": "3", f"{pk}-seen": "1", f"{pk}-partly": "1", f"{pk}-not_seen": "1"}


DATA = {
    "POST ilt:walk_add": of_school(WALK),
    "POST ilt:walk_edit": lambda world: WALK,
    "POST ilt:walk_tally": lambda world: {str(look_for(world).pk): "seen"},
    "POST ilt:walk_correct": numbers,
    "POST ilt:practice_of_walk": of_school(PRACTICE),
    "POST ilt:practice_add": of_school(PRACTICE),
    "POST ilt:practice_edit": lambda world: PRACTICE,
}
SHOWS = {
    "GET ilt:walk_list": (lambda world: "Discourse in grades 3–5 math", list(KEEPERS)),
    "GET ilt:walk_trends": (lambda world: LOOK_FOR, list(KEEPERS)),
    "GET ilt:walk_trends teamless": (lambda world: LOOK_FOR, ["principal", "district"]),
    "GET ilt:practice_list": (
        lambda world: "Two minutes to write",
        [*KEEPERS, "custodian", "owner"],
    ),
}
