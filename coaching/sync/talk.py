"""What operations do to talk counts: each adds one or takes one back, once.

Sums merge, so two devices may count the same visit. The answer tells how many there are now.
"""

from coaching.sync.shapes import MAX_COUNT
from coaching.sync.state import Talk, already_shared, applied, missing


def add(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None or visit.started_at is None:
        return missing()
    if visit.shared_at:
        return already_shared()
    talk = state.talk.setdefault((op.visit, op.kind), Talk(None, 0))
    talk.count = min(max(talk.count + op.by, 0), MAX_COUNT)
    talk.is_changed = True
    return applied(count=talk.count)


def as_it_stands(state, op) -> dict:
    """What is added to the answer where an operation was known already: how many there are now,
    not how many there were when it came first."""
    talk = state.talk.get((op.visit, op.kind))
    return {"count": talk.count if talk else 0}
