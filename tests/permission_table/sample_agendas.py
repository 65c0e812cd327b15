"""Sample agendas: studied by everybody, started from by who plans a team's meetings (R32, R33)."""

from tests.permission_table import answers

ROWS = {
    "GET ilt:sample_list": answers(200),
    "GET ilt:sample_detail": answers(200),
    "GET ilt:sample_start": answers(403, contributor=200, principal=200),
    "POST ilt:sample_start": answers(403, contributor=302, principal=302),
}


def _sample(world):
    return world.school_ilt and {"slug": "math-reasoning-and-modeling"}


ARGS = {
    "ilt:sample_detail": _sample,
    "ilt:sample_start": _sample,
}
DATA = {
    "POST ilt:sample_start": lambda world: {
        "team": world.school_ilt.pk,
        "on": "2026-12-08",
        "at": "15:00",
    },
}
