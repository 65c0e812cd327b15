"""The talk counts of a visit as pages and papers show them: plain numbers, in words."""

from coaching.models import TalkCount


def talk_lines(visit, counts) -> list[tuple[str, int]]:
    """(kind of talk, how often) for both kinds, out of `counts`; nothing where none was counted or
    the school has no talk counters. One query where it has them."""
    found = counted(visit, counts) if visit.counts_talk else {}
    if not any(found.values()):
        return []
    return [(label, found[kind]) for kind, label in TalkCount.Kind.choices]


def counted(visit, counts) -> dict[str, int]:
    """How often each kind of talk was counted in a visit."""
    found = counts.filter(visit=visit).values_list("kind", "count")
    return dict.fromkeys(TalkCount.Kind.values, 0) | dict(found)
