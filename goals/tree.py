"""The goals of a person as one tree, flattened for a list: each goal with how deep it stands."""

from goals.chain import RANK
from goals.models import Goal

TOO_MANY = 2  # active priorities of one team, school or system, as a rule
DEEPEST = 5


def flattened(goals: list[Goal]) -> list[Goal]:
    """The goals with `depth`, parents before what serves them, priorities first among siblings.
    A goal whose parent is not among them stands at the left."""
    shown = {goal.pk for goal in goals}
    below = {}
    for goal in sorted(goals, key=_order):
        below.setdefault(goal.parent_id if goal.parent_id in shown else None, []).append(goal)
    flat = []
    _walk(None, 0, below, flat)
    return flat


def _walk(parent, depth, below, flat):
    for goal in below.get(parent, []):
        goal.depth = min(depth, DEEPEST)
        flat.append(goal)
        _walk(goal.pk, depth + 1, below, flat)


def _order(goal):
    school = goal.school.name if goal.school_id else ""
    return RANK[goal.level], not goal.is_priority, school, str(goal.starts_on or ""), str(goal.pk)


def crowded(goals: list[Goal]) -> list[tuple[str, int]]:
    """Teams, schools or the system with more active priorities than a narrow focus bears."""
    counts = {}
    for goal in goals:
        if goal.is_priority and not goal.is_draft and goal.ended_at is None:
            place = (goal.team_id, goal.school_id)
            name, count = counts.get(place, (goal.place, 0))
            counts[place] = (name, count + 1)
    return [(name, count) for name, count in counts.values() if count > TOO_MANY]
