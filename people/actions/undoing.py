"""Changes of many rows that remember what was there before, so that they can be taken back."""

import collections
import datetime as dt


def write(changes) -> list[dict]:
    """Write `people.files.outcome.Change`s with bulk statements; what undoing needs to know."""
    entries = [_remember(change) for change in changes]
    groups = collections.defaultdict(list)
    for change in changes:
        change.apply()
        groups[type(change.row), tuple(sorted(change.after))].append(change.row)
    for (model, fields), rows in groups.items():
        model.objects.bulk_update(rows, fields)
    return entries


def _remember(change):
    return {
        "model": change.row._meta.label_lower,
        "pk": str(change.row.pk),
        "before": {name: _stored(value) for name, value in change.before.items()},
        "after": {name: _stored(value) for name, value in change.after.items()},
    }


def _stored(value):
    return value.isoformat() if isinstance(value, dt.date) else value


def changed_since(entries, models) -> int:
    """How many of the rows are no longer as they were written; `models` are all that may be."""
    by_label = {model._meta.label_lower: model for model in models}
    pks = collections.defaultdict(list)
    for entry in entries:
        pks[entry["model"]].append(entry["pk"])
    now_there = {
        (label, str(row.pk)): row
        for label, keys in pks.items()
        for row in by_label[label].objects.filter(pk__in=keys)
    }
    return sum(
        not _is_as_left(now_there.get((entry["model"], entry["pk"])), entry["after"])
        for entry in entries
    )


def _is_as_left(row, after):
    return row is not None and all(_stored(getattr(row, n)) == value for n, value in after.items())


def restore(entries, models) -> None:
    """Give the rows back what they had before."""
    by_label = {model._meta.label_lower: model for model in models}
    groups = collections.defaultdict(list)
    for entry in entries:
        model = by_label[entry["model"]]
        fields = {n: model._meta.get_field(n).to_python(v) for n, v in entry["before"].items()}
        groups[model, tuple(fields)].append(model(pk=entry["pk"], **fields))
    for (model, fields), rows in groups.items():
        model.objects.bulk_update(rows, fields)
