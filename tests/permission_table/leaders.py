"""School leaders' own plans (permissions R27): the leader here is the principal, her coach the
evaluator; an agreed plan is also the district's to read, and no other head's."""

from tests.permission_table import answers

PAIR = answers(404, principal=200, evaluator=200)
READERS = {**PAIR, "district": 200}
# Whoever has a caseload or leads a school may open the form; it offers only her own leaders.
COACHES = ("other_system", "owner", "contributor", "former", "evaluator")
STARTERS = answers(403, **dict.fromkeys((*COACHES, "principal", "other_principal"), 200))


def draft(world):
    return {"pk": world.leader_plan.pk}


def agreed(world):
    return {"pk": world.agreed_leader_plan.pk}


def coached(world):
    world.coach_the_principal()
    return {}


def rubric(world):
    return {"pk": world.indicators["QU"].rubric_id}


ROWS = {
    "GET coaching:leader_plan_start": STARTERS,
    "POST coaching:leader_plan_start": {
        **answers(403, **dict.fromkeys((*COACHES, "other_principal"), 422)),
        "principal": 302,
        "evaluator": 302,
    },
    "GET coaching:plan_detail leader": PAIR,
    "GET coaching:plan_detail leader_agreed": READERS,
    "GET coaching:plan_edit leader": PAIR,
    "GET coaching:plan_sign leader": PAIR,
    "GET coaching:plan_alignment": PAIR,
    "GET coaching:plan_alignment agreed": READERS,
    "GET coaching:plan_alignment teachers": answers(404),
    "GET coaching:indicator_add": answers(403, admin=200, district=200, other_system=404),
    "POST coaching:indicator_add": answers(403, admin=302, district=302, other_system=404),
}
ARGS = {
    "coaching:leader_plan_start": coached,
    "coaching:plan_detail leader": draft,
    "coaching:plan_detail leader_agreed": agreed,
    "coaching:plan_edit leader": draft,
    "coaching:plan_sign leader": draft,
    "coaching:plan_alignment": draft,
    "coaching:plan_alignment agreed": agreed,
    "coaching:plan_alignment teachers": lambda world: {"pk": world.agreed_plan().pk},
    "coaching:indicator_add": rubric,
}
DATA = {
    "POST coaching:leader_plan_start": lambda world: {
        "leader": world.principal.pk,
        "goal": world.school_goal.pk,
        "steps": ["visits", "monitor"],
    },
    "POST coaching:indicator_add": lambda world: {
        "code": "XX",
        "name": "An area of our own",
        "domain": "Instruction",
    },
}
