"""Small figures are hidden outside their school, and no hidden one can be worked out from a total.

The rules of groups of students: fewer than ten are hidden; where exactly one row of a family with
its total is hidden, the smallest other row is hidden too.
"""

from goals.models import DataPoint

FEWEST = 10
DIMENSIONS = ("grade", "subject", "student_group")


def hidden_points(points: list[DataPoint], own_schools: set) -> set:
    """Ids of the points whose figures somebody of `own_schools` does not see."""
    foreign = [point for point in points if point.school_id not in own_schools]
    hidden = {point.pk for point in foreign if point.n < FEWEST}
    while more := _solvable(foreign, hidden):
        hidden |= more
    return hidden


def _solvable(points, hidden):
    """For each family with its total in which one row alone is hidden: what else to hide."""
    more = set()
    for family, total in _families(points):
        inside = [point for point in family if point.pk in hidden]
        if len(inside) != 1 or total.pk in hidden:
            continue
        open_ones = [point for point in family if point.pk not in hidden]
        smallest = min(open_ones, key=lambda point: (point.n, str(point.pk)), default=total)
        more.add(smallest.pk)
    return more


def _families(points):
    """(rows, total): rows that differ in one dimension only, with the row that leaves it empty."""
    for name in DIMENSIONS:
        others = [dimension for dimension in DIMENSIONS if dimension != name]
        families = {}
        for point in points:
            key = (point.school_id, *(getattr(point, other) for other in others))
            families.setdefault(key, []).append(point)
        for family in families.values():
            total = [point for point in family if not getattr(point, name)]
            rows = [point for point in family if getattr(point, name)]
            if total and rows:
                yield rows, total[0]
