"""Teams (R02): everybody of the own system sees which there are and who is in them."""

from tests.permission_table import answers

ROWS = {
    "GET meetings:team_list": answers(200),
    "GET meetings:team_detail": answers(200, other_system=404),
}
ARGS = {
    "meetings:team_list": lambda world: world.tc and {},
    "meetings:team_detail": lambda world: {"pk": world.tc.pk},
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
