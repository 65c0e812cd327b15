"""One row saved, where others may have saved it meanwhile."""

from django.db import models, transaction

from core.autosave import one_line_end


class ChangedMeanwhileError(Exception):
    """Texts that somebody else saved first: {field: what is stored}. Nothing was written."""

    def __init__(self, stored: dict):
        super().__init__("Somebody else changed this row.")
        self.stored = stored


@transaction.atomic
def save_over(row: models.Model, before: dict, *, links: dict | None = None) -> models.Model:
    """Save a row whose texts said `before` ({field: text}) when the page was made; `links` are rows
    of a many-to-many field. Raises ChangedMeanwhileError, or IntegrityError of a constraint."""
    if before and not row._state.adding:
        _compare(row, before)
    row.save()
    for name, rows in (links or {}).items():
        getattr(row, name).set(rows)
    return row


def _compare(row, before):
    held = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    stored = held.values(*before).get()
    lost = {
        name: stored[name]
        for name, was in before.items()
        if _plain(stored[name]) not in (_plain(was), _plain(getattr(row, name)))
    }
    if lost:
        raise ChangedMeanwhileError(lost)


def _plain(text):
    return one_line_end(text).strip()
