"""Sample plans (R55): studied by everybody, started from by whoever starts plans."""

from coaching.samples import SAMPLES
from tests.permission_table import answers
from tests.permission_table.plans import COACHES, STARTERS

ROWS = {
    "GET coaching:sample_list": answers(200),
    "GET coaching:sample_detail": answers(200),
    "GET coaching:sample_start": STARTERS,
    "POST coaching:sample_start": answers(
        403, subject=302, peer=422, owner=302, **dict.fromkeys(COACHES, 422)
    ),
}
_slug = {"slug": SAMPLES[0].slug}
ARGS = {
    "coaching:sample_detail": lambda world: _slug,
    "coaching:sample_start": lambda world: _slug,
}
DATA = {"POST coaching:sample_start": lambda world: {"teacher": str(world.subject.pk)}}
