"""Members’ voice (R34 K) and a teacher’s own goal (S2.47), the team’s once she shares it."""

from django.utils import timezone

from demo.builders import study as build
from tests.permission_table import answers

TEAM = ("subject", "peer", "contributor")
SEEN = dict.fromkeys(("owner", "former", "principal", "evaluator", "district"), 403)
SPEAK = answers(404, **SEEN, **dict.fromkeys(TEAM, 200))
SPOKEN = answers(404, **SEEN, **dict.fromkeys(TEAM, 302))
OWN = answers(404, **SEEN, subject=302, peer=403, contributor=403)

ROWS = {
    "GET collaboration:comment_add": SPEAK,
    "POST collaboration:comment_add": SPOKEN,
    "POST collaboration:comment_remove": OWN,
    "POST collaboration:comment_restore": OWN,
    "GET collaboration:teacher_goal": answers(404, **dict.fromkeys(TEAM, 200)),
    "GET collaboration:teacher_goal shared": answers(404, **dict.fromkeys(TEAM, 200)),
    "POST collaboration:teacher_goal": answers(404, **dict.fromkeys(TEAM, 302)),
    "POST collaboration:teacher_goal_share": answers(404, subject=302),
    "POST collaboration:teacher_goal_share shared": answers(
        404, subject=302, peer=403, contributor=403
    ),
}


def of_cycle(world):
    return {"pk": world.study_cycle.pk}


def of_comment(world):
    return {"pk": build.make_comment(world.study_cycle, world.subject).pk}


def of_goal(world):
    return {"pk": build.make_teacher_goal(world.year_plan, world.subject).pk}


def shared(world):
    goal = build.make_teacher_goal(world.year_plan, world.subject)
    goal.set_shared(timezone.now())
    return {"pk": goal.pk}


def of_year(world):
    of_goal(world)
    return {"pk": world.year_plan.pk}


def of_shared_year(world):
    shared(world)
    return {"pk": world.year_plan.pk}


ARGS = {
    "collaboration:comment_add": of_cycle,
    "collaboration:comment_remove": of_comment,
    "collaboration:comment_restore": of_comment,
    "collaboration:teacher_goal": of_year,
    "collaboration:teacher_goal shared": of_shared_year,
    "collaboration:teacher_goal_share": of_goal,
    "collaboration:teacher_goal_share shared": shared,
}
DATA = {
    "POST collaboration:comment_add": lambda world: {"about": "goal", "text": "Too low for us."},
    "POST collaboration:teacher_goal": lambda world: {"for_students": "All use the line."},
}
SHOWS = {
    "GET collaboration:teacher_goal": (lambda world: build.FOR_STUDENTS, ["subject"]),
    "GET collaboration:teacher_goal shared": (lambda world: build.FOR_STUDENTS, list(TEAM)),
}
