"""A page that makes a row carries the row's id: sent twice, it is one row."""

import uuid

from core.ids import uuid7

FIELD = "row"


def row_id(request) -> uuid.UUID:
    """The id that the page was made with; a new one for a new page, or where it is no id."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid7()
