"""Everything about oneself: anybody's own, and nobody else's (permissions R60)."""

from tests.permission_table import answers

ROWS = {
    "GET reports:about_me": answers(200),
    "POST reports:about_me": answers(302),
}
