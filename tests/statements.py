"""Which of the captured queries count: those that read or write, without the savepoints."""

import re

WHO = r"SELECT set_config\('pghistory\.context_id', .*?\); "  # goes along with the statement
SAVEPOINT = re.compile(rf"(?:{WHO})?(?:SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)")


def statements(queries) -> list[str]:
    """The SQL of captured queries that read or write."""
    return [query["sql"] for query in queries if not SAVEPOINT.match(query["sql"])]
