"""Long-range plans (R30, R31): read by everybody of the scope, written by the leadership team."""

from django.utils import timezone

from ilt.models import PlanCycle, PlanWeek
from tests.permission_table import answers

SCHOOL = {"other_principal": 404, "custodian": 404, "admin": 404, "other_system": 404}
READ_SCHOOL = answers(200, **SCHOOL)
READ_SYSTEM = answers(200, other_system=404)


def _written(code):
    """By the school's leadership team and its principals."""
    return answers(403, **SCHOOL, contributor=code, principal=code)


def _written_by_system(code):
    return answers(403, other_system=404, district=code, evaluator=code)


ROWS = {
    "GET ilt:plan_list": answers(200, other_system=404),
    "GET ilt:plan_list tc": answers(404),
    "GET ilt:plan_start": answers(403, other_system=404, contributor=200, principal=200),
    "POST ilt:plan_start": answers(403, other_system=404, contributor=302, principal=302),
    "POST ilt:plan_start system": answers(403, other_system=404, district=302, evaluator=302),
    "GET ilt:plan_detail": READ_SCHOOL,
    "GET ilt:plan_detail system": READ_SYSTEM,
    "GET ilt:plan_edit": _written(200),
    "GET ilt:plan_edit system": _written_by_system(200),
    "GET ilt:plan_changes": _written(200),
    "POST reports:long_range_export": answers(
        403, **SCHOOL, contributor=302, principal=302, evaluator=403, district=302
    ),
    "POST reports:long_range_export system": answers(
        403, other_system=404, district=302, evaluator=302, principal=302, other_principal=302
    ),
    "GET ilt:plan_paste": _written(200),
    "POST ilt:plan_paste": _written(302),
    "GET ilt:cycle_add": _written(200),
    "POST ilt:cycle_add": _written(302),
    "GET ilt:cycle_edit": _written(200),
    "POST ilt:cycle_edit": _written(302),
    "POST ilt:cycle_save": _written(200) | {"anonymous": 401},
    "POST ilt:cycle_remove": _written(302),
    "POST ilt:cycle_restore": _written(302),
    "GET ilt:cycle_shift": _written(200),
    "POST ilt:cycle_shift": _written(302),
    "POST ilt:move_undo": _written(403) | {"principal": 302},
    "POST ilt:week_add": _written(302),
    "GET ilt:week_edit": _written(200),
    "POST ilt:week_edit": _written(302),
    "POST ilt:week_save": _written(200) | {"anonymous": 401},
    "POST ilt:week_save system": _written_by_system(200) | {"anonymous": 401},
    "POST ilt:week_meet": _written(302),
    "POST ilt:week_remove": _written(302),
    "POST ilt:week_restore": _written(302),
}


def _plan(world):
    return {"pk": world.school_plan.pk}


def _system_plan(world):
    return {"pk": world.system_plan.pk}


def _cycle(world):
    return _plan(world) | {"row": world.plan_cycle.pk}


def _week(world):
    return _plan(world) | {"row": world.plan_week.pk}


def _removed_cycle(world):
    args = _cycle(world)
    PlanCycle.objects.filter(pk=args["row"]).update(removed_at=timezone.now())
    PlanWeek.objects.filter(cycle=args["row"]).update(removed_at=timezone.now())
    return args


def _removed_week(world):
    args = _week(world)
    PlanWeek.objects.filter(pk=args["row"]).update(removed_at=timezone.now())
    return args


def _move(world):
    """The principal has shifted nothing at all."""
    content = {"rows": {"cycles": {}, "weeks": {}}, "kind": "shift", "made_on": world.today}
    move = world.school_plan.moves.create(
        school_system=world.system, made_by=world.principal, **content
    )
    return _plan(world) | {"row": move.pk}


ARGS = {
    "ilt:plan_list": lambda world: {"pk": world.school_plan.team_id},
    "ilt:plan_list tc": lambda world: {"pk": world.tc.pk},
    "ilt:plan_start": lambda world: {"pk": world.school_ilt.pk},
    "ilt:plan_start system": lambda world: {"pk": world.system_ilt.pk},
    "ilt:plan_detail": _plan,
    "ilt:plan_detail system": _system_plan,
    "ilt:plan_edit": _plan,
    "ilt:plan_edit system": _system_plan,
    "ilt:plan_changes": _plan,
    "reports:long_range_export": _plan,
    "reports:long_range_export system": _system_plan,
    "ilt:plan_paste": _plan,
    "ilt:cycle_add": _plan,
    "ilt:cycle_edit": _cycle,
    "ilt:cycle_save": _cycle,
    "ilt:cycle_remove": _cycle,
    "ilt:cycle_restore": _removed_cycle,
    "ilt:cycle_shift": _cycle,
    "ilt:move_undo": _move,
    "ilt:week_add": _cycle,
    "ilt:week_edit": _week,
    "ilt:week_save": _week,
    "ilt:week_save system": lambda world: (
        _system_plan(world) | {"row": world.system_plan.weeks.first().pk}
    ),
    "ilt:week_meet": _week,
    "ilt:week_remove": _week,
    "ilt:week_restore": _removed_week,
}


def _start(world):
    return {"school_year": world.year.pk, "begins": "empty"}


SAVE = '{"field": "progress", "value": "Two of three visited.", "was": ""}'
PRIORITY = (
    '{"field": "priority", "value": "Writing", "was": "Students explain their reasoning in math."}'
)
CYCLE = {"starts_on": "2026-10-05", "ends_on": "2026-11-13", "priority": "Writing from sources"}
WEEK = {"on": "2026-08-18", "initial-on": "2026-08-18", "topics": "Fractions", "initial-topics": ""}

DATA = {
    "POST ilt:plan_start": _start,
    "POST ilt:plan_start system": _start,
    "GET ilt:plan_changes": lambda world: {"since": "2026-11-20T08:00:00+00:00"},
    "POST ilt:plan_paste": lambda world: {
        "table": "9/1\tModeling",
        "add": "yes",
        "version": world.school_plan.version,
    },
    "POST ilt:cycle_add": lambda world: CYCLE,
    "POST ilt:cycle_edit": lambda world: {
        "starts_on": "2026-08-10",
        "ends_on": "2026-09-25",
        "priority": "Writing",
        "initial-priority": "Students explain their reasoning in math.",
    },
    "POST ilt:cycle_save": lambda world: PRIORITY,
    "GET ilt:cycle_shift": lambda world: {"weeks": 1},
    "POST ilt:cycle_shift": lambda world: {
        "weeks": 1,
        "later": "on",
        "version": world.school_plan.version,
    },
    "POST ilt:week_edit": lambda world: (
        WEEK | {"initial-topics": world.plan_week.topics} | _others(world)
    ),
    "POST ilt:week_save": lambda world: SAVE,
    "POST ilt:week_save system": lambda world: SAVE,
}


def _others(world):
    names = ("outcome", "materials", "actions", "progress")
    return {name: getattr(world.plan_week, name) for name in names}


SHOWS = {
    "GET ilt:plan_list": (
        lambda world: f"/long-range-plans/{world.school_plan.pk}/",
        [
            "subject",
            "peer",
            "owner",
            "contributor",
            "former",
            "principal",
            "evaluator",
            "district",
        ],
    ),
}
