"""Texts that two people write together on one page, each saving itself."""

from django.db import transaction

from coaching.actions.feedback import Conflicts
from core.autosave import one_line_end


@transaction.atomic
def save_texts(record, texts: dict, was: dict) -> None:
    """Write the texts that changed since the person began to type, all or none.

    `texts` and `was` map names of the record's text fields to what is meant now, and to what the
    page had. Raises Conflicts where the other one has written something else meanwhile.
    """
    record = type(record).objects.select_for_update().get(pk=record.pk)
    stored = {name: one_line_end(getattr(record, name)) for name in texts}
    changed = {name: text for name, text in texts.items() if text not in (was[name], stored[name])}
    theirs = {name: stored[name] for name in changed if stored[name] != was[name]}
    if theirs:
        raise Conflicts(theirs)
    for name, text in changed.items():
        setattr(record, name, text)
    if changed:
        record.save(update_fields=list(changed))
