"""Student work of a collaboration team (R36, class S): its members write, each the own; the
school's principals read; nobody else learns that it is there."""

from demo.builders import study as build
from tests.permission_table import answers

TEAM = ("subject", "peer", "contributor")
READ = answers(404, **dict.fromkeys((*TEAM, "principal"), 200))
WRITE = answers(404, **dict.fromkeys(TEAM, 200), principal=403)
WRITTEN = answers(404, **dict.fromkeys(TEAM, 302), principal=403)
OWN = answers(404, subject=200, peer=403, contributor=403, principal=403)
OWN_DONE = OWN | {"subject": 302}
# Hours (C3m): of everybody for the facilitator and the principals, of oneself for everybody.
SEEN = dict.fromkeys(("subject", "peer", "owner", "former", "evaluator", "district"), 403)

ROWS = {
    "GET collaboration:work_list": READ,
    "GET collaboration:work_list guest": READ,
    "GET collaboration:work_add": WRITE,
    "POST collaboration:work_add": WRITTEN,
    "GET collaboration:work_edit": OWN,
    "POST collaboration:work_edit": OWN_DONE,
    "POST collaboration:work_remove": OWN_DONE,
    "POST collaboration:work_restore": OWN_DONE,
    "GET collaboration:impact": READ,
    "GET collaboration:my_tasks": answers(200),
    "GET collaboration:my_hours": answers(200),
    "GET collaboration:team_hours": answers(404, **SEEN | {"contributor": 200, "principal": 200}),
    "GET collaboration:focus_list": READ,
    "POST collaboration:focus_list": WRITTEN,
    "POST collaboration:focus_remove": WRITTEN,
    "GET collaboration:focus_notes": WRITE,
    "POST collaboration:focus_notes": WRITTEN,
}


def of_study(world):
    build.make_work(world.study, world.subject)
    build.note_focus(build.make_focus_student(world.study_cycle), world.study)
    return {"pk": world.study.pk}


def with_guest(world):
    world.tc_held.attendances.create(
        school_system=world.system, user=world.former, is_guest=True, meeting=world.tc_held
    )
    return of_study(world)


def of_work(world):
    return {"pk": build.make_work(world.study, world.subject).pk}


def of_cycle(world):
    of_study(world)
    return {"pk": world.study_cycle.pk}


def of_student(world):
    return {"pk": build.make_focus_student(world.study_cycle).pk}


ARGS = {
    "collaboration:my_tasks": lambda world: world.tc_held and {},
    "collaboration:team_hours": lambda world: world.year_plan and {"pk": world.tc.pk},
    "collaboration:work_list": of_study,
    "collaboration:work_list guest": with_guest,
    "collaboration:work_add": of_study,
    "collaboration:work_edit": of_work,
    "collaboration:work_remove": of_work,
    "collaboration:work_restore": of_work,
    "collaboration:impact": of_cycle,
    "collaboration:focus_list": of_cycle,
    "collaboration:focus_remove": of_student,
    "collaboration:focus_notes": of_study,
}


def counts(world):
    counted = {f"{side}_{place}": "4" for side in ("before", "after") for place in range(4)}
    return {"task": "Thirds on a line.", **counted}


DATA = {
    "POST collaboration:work_add": counts,
    "POST collaboration:work_edit": counts,
    "POST collaboration:focus_list": lambda world: {"code": "S2"},
}
SHOWS = {
    "GET collaboration:my_tasks": (lambda world: world.tc.name, list(TEAM)),
}
