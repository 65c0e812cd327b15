"""Leaders' and the district's lists (permissions R13, R41)."""

from tests.permission_table import answers

ROWS = {
    "GET reports:school": answers(
        404, principal=200, other_principal=200, evaluator=200, other_system=200
    ),
    "GET reports:teacher_activity": answers(404, principal=200, evaluator=200),
    "GET reports:district_plans": answers(404, district=200, custodian=200, other_system=200),
}
ARGS = {
    "reports:teacher_activity": lambda world: {"pk": world.subject.pk},
}
SHOWS = {
    "GET reports:school": (lambda world: world.subject.name, ["principal", "evaluator"]),
    "GET reports:district_plans": (lambda world: world.subject.name, ["district", "custodian"]),
}
