"""The history of records in plain words: who changed which field from what to what.

One query reads a page of it over all kinds of rows that make the record, and two more name people
and what else is only an id.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

from django.db.models import (
    CharField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
    Window,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, JSONObject, Lead
from django.utils.text import capfirst

from core.dates import long_date
from people.models import User

PAGE = 40
EMPTY = "(empty)"
COLUMNS = ("of_kind", "pgh_id", "pgh_created_at", "pgh_label", "who", "before", "after", "now")
WORDS = {"added": "Added", "changed": "Changed", "deleted": "Deleted"}


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of row in a history: its table of changes, which of them, and how it is named."""

    model: type
    of_record: Q
    words: str
    named_by: str = ""  # the field whose text tells one row from the next
    hidden: tuple[str, ...] = ()
    restorable: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Difference:
    """One field of a change. `now` is what the field holds today, and `old` what it held before,
    as a form would post them."""

    name: str
    label: str
    before: str
    after: str
    old: str
    now: str
    can_be_restored: bool


@dataclasses.dataclass(frozen=True)
class Change:
    """One line: who changed a row, when, and field by field how."""

    kind: str
    number: int
    at: dt.datetime
    title: str
    what: str
    who: str
    differences: list[Difference]


@dataclasses.dataclass(frozen=True)
class History:
    """A page of changes, newest first; whether there are older ones."""

    changes: list[Change]
    has_older: bool


def history(kinds: dict[str, Kind], viewer: User, *, page: int, names: Callable) -> History:
    """The changes that `viewer` may read: three queries. `names(viewer, ids)` names what else is
    an id: {id: name}."""
    first, *others = (_columns(key, kind, viewer) for key, kind in kinds.items())
    rows = first.union(*others, all=True) if others else first
    rows = list(
        rows.order_by("-pgh_created_at", "of_kind", "-pgh_id")[(page - 1) * PAGE : page * PAGE + 1]
    )
    named = _names_of(rows, viewer, names)
    changes = [_change(kinds[row["of_kind"]], row, named) for row in rows[:PAGE]]
    return History([one for one in changes if one.differences], len(rows) > PAGE)


def _columns(key, kind, viewer):
    """The changes of one kind in the columns of all kinds."""
    fields = {name: name for name in kind.model.shown_fields()}
    tracked = kind.model.pgh_tracked_model._base_manager.filter(pk=OuterRef("pgh_obj"))
    now = Subquery(tracked.values(json=JSONObject(**fields)), output_field=JSONField())
    following = Window(
        Lead(JSONObject(**fields), output_field=JSONField()),
        partition_by="pgh_obj",
        order_by="pgh_id",
    )
    rows = kind.model.objects.visible_to(viewer).filter(kind.of_record).order_by()
    rows = rows.annotate(
        of_kind=Value(key, CharField()),
        who=KT("pgh_context__user"),
        before=JSONObject(**fields),
        now=now,
    )
    return rows.annotate(after=Coalesce(following, now)).values(*COLUMNS)


def _names_of(rows, viewer, names):
    """{id: name} of everybody and everything that the changes name by its id."""
    ids = {row["who"] for row in rows}
    for row in rows:
        ids |= set((row["before"] or {}).values()) | set((row["after"] or {}).values())
    ids = [one for one in ids if isinstance(one, str)]
    people = User.objects.visible_to(viewer).chosen(ids).values_list("pk", "name")
    return {str(pk): name for pk, name in people} | names(viewer, ids)


def _change(kind, row, named):
    before, after, now = row["before"], row["after"], row["now"] or {}
    if row["pgh_label"] != "changed":
        before, after = ({}, before) if row["pgh_label"] == "added" else (before, {})
    after = after or {}
    differences = [
        _difference(kind, name, before.get(name), after.get(name), now.get(name), named)
        for name in kind.model.shown_fields()
        if name not in kind.hidden and _differs(before.get(name), after.get(name))
    ]
    name = _short(now.get(kind.named_by) or before.get(kind.named_by) or "")
    title = f"{kind.words}: {name}" if name else kind.words
    who = named.get(row["who"], "Somebody") if row["who"] else "The system"
    what = WORDS[row["pgh_label"]]
    place = (row["of_kind"], row["pgh_id"], row["pgh_created_at"])
    return Change(*place, title, what, who, differences)


def _differs(before, after):
    return (before if before not in ("", None) else None) != (
        after if after not in ("", None) else None
    )


def _short(text):
    return text if len(text) <= 60 else f"{text[:59]}…"


def _difference(kind, name, before, after, now, named):
    field = kind.model.pgh_tracked_model._meta.get_field(name)
    return Difference(
        name=name,
        label="Taken off" if name == "removed_at" else capfirst(field.verbose_name),
        before=_in_words(field, before, named),
        after=_in_words(field, after, named),
        old=before or "",
        now=now or "",
        can_be_restored=name in kind.restorable and _differs(before, now),
    )


def _in_words(field, value, named):
    """A stored value as a person reads it."""
    if value in ("", None):
        return "No" if field.name == "removed_at" else EMPTY
    if field.name == "removed_at":
        return "Yes"
    if field.is_relation:
        return named.get(str(value), "(no longer there)")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    kind = field.get_internal_type()
    if kind == "DateField":
        return long_date(dt.date.fromisoformat(value))
    if kind == "DateTimeField":
        return long_date(dt.datetime.fromisoformat(value))
    return str(dict(field.flatchoices).get(value, value))
