"""Pages for machines and for people who are not signed in."""

from tests.permission_table import answers

ROWS = {
    "GET healthz": answers(200, anonymous=200),
    "GET readyz": answers(503, anonymous=503),
}
ARGS = {}
