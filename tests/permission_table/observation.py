"""Rounds of formal observation: dates for everybody around the teacher (permissions R13), areas
not for a coach who contributes (R25), the self-assessment for whom she shows it to (R17–R18)."""

import datetime as dt

from people.school_days import SchoolCalendar
from tests.permission_table import answers

LISTING = {
    "owner": 200,
    "contributor": 200,
    "former": 200,
    "principal": 200,
    "other_principal": 200,
    "evaluator": 200,
    "other_system": 200,
}
LEADERS = {"principal": 200, "other_principal": 200, "evaluator": 200, "other_system": 200}
FORMAL = dict.fromkeys(LEADERS, 302)
NOBODY_OF_THEIRS = {"contributor": 422, "former": 422, "other_principal": 422, "other_system": 422}
READERS = answers(404, subject=200, owner=200, contributor=200, principal=200, evaluator=200)
PAGE = answers(404, subject=403, owner=200, contributor=403, principal=200, evaluator=200)
CHANGE = answers(404, subject=403, owner=302, contributor=403, principal=302, evaluator=302)
AREAS = {"subject": 302, "owner": 302, "principal": 302, "evaluator": 302}
SUBJECT = answers(404, subject=302)

ROWS = {
    "GET coaching:round_list": answers(404, **LISTING),
    "GET coaching:round_list counted": answers(404, **LISTING),
    "GET coaching:round_grid": answers(404, **LEADERS),
    "POST coaching:round_grid": answers(404, **FORMAL),
    "GET coaching:round_strip": answers(404, subject=302, owner=302, contributor=302),
    "GET coaching:my_observation_round": SUBJECT,
    "GET coaching:round_begin": answers(404, **LISTING),
    "POST coaching:round_begin": answers(
        404, owner=302, principal=302, evaluator=302, **NOBODY_OF_THEIRS
    ),
    "GET coaching:round_detail": READERS,
    "GET coaching:round_plan": PAGE,
    "POST coaching:round_plan": CHANGE,
    "POST coaching:round_step": CHANGE,
    "POST coaching:round_step_undo": CHANGE,
    "GET coaching:round_areas": PAGE | {"subject": 200},
    "POST coaching:round_areas": CHANGE | AREAS,
    "POST coaching:round_confirm": CHANGE | {"owner": 403},
    "POST coaching:round_close": CHANGE,
    "POST coaching:round_visit_start": answers(
        404, subject=403, owner=403, contributor=403, principal=302, evaluator=302
    ),
    "POST coaching:round_plan_start": answers(
        404, subject=302, owner=302, contributor=403, principal=403, evaluator=403
    ),
    "GET coaching:self_assessment": answers(404, subject=200),
    "GET coaching:self_assessment shown": answers(404, subject=200, evaluator=200),
    "GET coaching:self_assessment shown_to_former": answers(404, subject=200),
    "POST coaching:self_assessment": SUBJECT,
    "POST coaching:self_assessment shown": SUBJECT | {"evaluator": 403},
    "POST coaching:self_assessment_show": SUBJECT,
    "POST coaching:self_assessment_hide": SUBJECT | {"evaluator": 403},
    "GET coaching:round_moves": READERS,
}


def of_round(**more):
    return lambda world: {"pk": world.open_round.pk, **more}


def shown_to(name):
    def show(world):
        row = world.open_round
        world.self_assessment.shown_to.add(world.people[name])
        return {"pk": row.pk}

    return show


def nothing_in_the_address(world):
    """The round is made; the page has no argument."""
    world.open_round  # noqa: B018 (making it is the point)
    return {}


ARGS = {
    "coaching:round_list": nothing_in_the_address,
    "coaching:round_list counted": nothing_in_the_address,
    "coaching:round_grid": nothing_in_the_address,
    "coaching:my_observation_round": nothing_in_the_address,
    "coaching:round_strip": lambda world: {"pk": world.open_round.teacher_id},
    "coaching:round_detail": of_round(),
    "coaching:round_plan": of_round(),
    "coaching:round_step": of_round(step="follow_up"),
    "coaching:round_step_undo": of_round(step="follow_up"),
    "coaching:round_areas": of_round(),
    "coaching:round_confirm": of_round(),
    "coaching:round_close": of_round(),
    "coaching:round_visit_start": of_round(),
    "coaching:round_plan_start": of_round(),
    "coaching:self_assessment": of_round(),
    "coaching:self_assessment shown": shown_to("evaluator"),
    "coaching:self_assessment shown_to_former": shown_to("former"),
    "coaching:self_assessment_show": of_round(),
    "coaching:self_assessment_hide": shown_to("evaluator"),
    "coaching:round_moves": lambda world: {"pk": world.clock_change.pk},
}
DATA = {
    "POST coaching:round_begin": lambda world: {
        "teacher": world.subject.email,
        "is_announced": "True",
        "visit_planned_on": SchoolCalendar.of(world.school).add(world.today, 14),
    },
    "POST coaching:round_grid": lambda world: {
        f"visit_on-{world.subject.pk}": "11/5/2026",
        f"pre_conference_on-{world.subject.pk}": "",
        f"post_conference_on-{world.subject.pk}": "11/10/2026",
        f"reinforcement-{world.subject.pk}": "TKS",
        f"refinement-{world.subject.pk}": "QU Students ask why.",
    },
    "POST coaching:round_plan": lambda world: {
        "is_announced": "True",
        "next_visit_by": world.today + dt.timedelta(days=60),
    },
    "POST coaching:round_step": lambda world: {
        "follow_up-day": world.today - dt.timedelta(days=30)
    },
    "POST coaching:round_areas": lambda world: {
        "refinement_indicator": str(world.indicators["TH"].pk),
        "refinement": "Students explain how they know.",
    },
    "POST coaching:self_assessment": lambda world: {"reinforcement": "Pairs asked each other."},
    "POST coaching:self_assessment shown": lambda world: {"reinforcement": "Pairs asked."},
    "POST coaching:self_assessment_show": lambda world: {"person": str(world.evaluator.pk)},
    "POST coaching:self_assessment_hide": lambda world: {"person": str(world.evaluator.pk)},
}
AROUND = ["owner", "contributor", "principal", "evaluator"]
SHOWS = {
    "GET coaching:round_list": (lambda world: str(world.open_round.pk), AROUND),
    "GET coaching:round_list counted": (
        lambda world: '<span class="number-value">1</span>',
        AROUND,
    ),
    "GET coaching:round_grid": (
        lambda world: "Questions that ask for reasons.",
        ["principal", "evaluator"],
    ),
    "GET coaching:round_detail": (
        lambda world: "Questions that ask for reasons.",
        ["subject", "owner", "principal", "evaluator"],
    ),
}
