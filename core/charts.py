"""Where each mark of a chart goes: templates draw it, `_chart_strip.html` for one strip of marks.

A chart is words and shapes first: every mark has its own shape, so that nothing hangs on color, and
the table below it has the same values in the same order.
"""

import dataclasses
import datetime as dt

LABELS = 84
STEP = 26
ROW = 30
TOP = 12
DATES = 24
NARROWEST = 320


@dataclasses.dataclass(frozen=True)
class Point:
    """One mark: where it stands, its shape (the stored value) and its words."""

    x: int
    y: int
    value: str
    words: str


@dataclasses.dataclass(frozen=True)
class Label:
    """Words beside or below the marks."""

    x: int
    y: int
    text: str
    anchor: str = "start"


@dataclasses.dataclass(frozen=True)
class Strip:
    """Marks in rows, one column for each visit, oldest on the left."""

    width: int
    height: int
    points: list[Point]
    rows: list[Label]
    dates: list[Label]


def strip(rows: dict[str, list[tuple[str, str] | None]], days: list[dt.date]) -> Strip:
    """Lay out `rows`: for each name one (value, words), or None, for each of `days`."""
    width = max(NARROWEST, LABELS + STEP * len(days))
    points, labels = [], []
    for number, (name, cells) in enumerate(rows.items()):
        y = TOP + ROW * number + ROW // 2
        labels.append(Label(0, y + 5, name))
        points += [
            Point(LABELS + STEP * column + STEP // 2, y, *cell)
            for column, cell in enumerate(cells)
            if cell
        ]
    bottom = TOP + ROW * len(rows)
    return Strip(width, bottom + DATES, points, labels, _dates(days, width, bottom + 16))


def _dates(days, width, y):
    """The first day and the last."""
    if not days:
        return []
    first = Label(LABELS, y, f"{days[0]:%b} {days[0].day}, {days[0].year}")
    if days[0] == days[-1]:
        return [first]
    return [first, Label(width, y, f"{days[-1]:%b} {days[-1].day}, {days[-1].year}", "end")]
