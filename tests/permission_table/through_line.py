"""The through-line (S1.04): everybody's own, of roles and of assignments they may see (R05)."""

from tests.permission_table import answers

ROWS = {"GET people:through_line": answers(200)}
# Who sees the name of the subject's owner coach there: the subject, her principal, and the owner.
SHOWS = {
    "GET people:through_line": (lambda world: world.owner.name, ["subject", "owner", "principal"]),
}
