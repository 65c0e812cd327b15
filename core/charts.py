"""Where each mark of a chart goes: templates draw it, `_chart_strip.html` for one strip of marks.

A chart is words and shapes first: every mark has its own shape, so that nothing hangs on color, and
the table below it has the same values in the same order.
"""

import dataclasses
import datetime as dt

EDGE = 6
LABELS = 72
STEP = 26
ROW = 30
TOP = 12
DATES = 24
NARROWEST = 280


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
    step = _step(len(days))
    width = max(NARROWEST, LABELS + step * len(days) + EDGE)
    points, labels = [], []
    for number, (name, cells) in enumerate(rows.items()):
        y = TOP + ROW * number + ROW // 2
        labels.append(Label(EDGE, y + 5, name))
        points += [
            Point(LABELS + step * column + step // 2, y, *cell)
            for column, cell in enumerate(cells)
            if cell
        ]
    bottom = TOP + ROW * len(rows)
    return Strip(width, bottom + DATES, points, labels, _dates(days, width - EDGE, bottom + 16))


def _step(columns):
    """How far apart the columns stand: a few spread over the width, so that the first day and the
    last are written under their own marks."""
    return max(STEP, (NARROWEST - LABELS - EDGE) // columns) if columns > 1 else STEP


def _dates(days, end, y):
    """The first day and the last."""
    if not days:
        return []
    first = Label(LABELS, y, f"{days[0]:%b} {days[0].day}, {days[0].year}")
    if days[0] == days[-1]:
        return [first]
    return [first, Label(end, y, f"{days[-1]:%b} {days[-1].day}, {days[-1].year}", "end")]


WIDE, HIGH, LEFT, RIGHT, ABOVE, BELOW = 560, 220, 72, 60, 20, 40


@dataclasses.dataclass(frozen=True)
class Course:
    """Numbers over time: the planned line with its diamonds, the measured one with its circles."""

    width: int
    height: int
    planned: list[Point]
    measured: list[Point]
    labels: list[Label]

    @property
    def planned_line(self) -> str:
        return _line(self.planned)

    @property
    def measured_line(self) -> str:
        return _line(self.measured)


def course(measured: list[tuple], planned: list[tuple]) -> Course:
    """Lay out (day, number, words) in the order of days; each mark says its words."""
    every = [*measured, *planned]
    days, numbers = [day for day, *_ in every], [number for _, number, _ in every]
    across = _scale(min(days).toordinal(), max(days).toordinal(), LEFT, WIDE - RIGHT)
    up = _scale(float(min(numbers)), float(max(numbers)), HIGH - BELOW, ABOVE)

    def marks(rows, kind):
        return [Point(across(d.toordinal()), up(float(n)), kind, words) for d, n, words in rows]

    low, high = min(every, key=lambda row: row[1]), max(every, key=lambda row: row[1])
    labels = [Label(EDGE, up(float(n)) + 5, words) for _, n, words in (high, low)]
    first, last = min(days), max(days)
    labels.append(Label(LEFT, HIGH - 10, _short(first)))
    labels.append(Label(WIDE - EDGE, HIGH - 10, _short(last), "end"))
    return Course(WIDE, HIGH, marks(planned, "planned"), marks(measured, "measured"), labels)


def _scale(low, high, start, end):
    """From a number between `low` and `high` to a place between `start` and `end`."""
    span = (high - low) or 1
    return lambda number: round(start + (number - low) / span * (end - start))


def _line(points):
    return " ".join(f"{point.x},{point.y}" for point in points)


def _short(day):
    return f"{day:%b} {day.day}, {day.year}"


BAR_ROW, BAR_LEFT, BAR_MOST, BAR_RIGHT = 24, 300, 260, 80
BAR_LABEL = 42  # letters of a label that fit beside the bars


@dataclasses.dataclass(frozen=True)
class Bar:
    """One bar with its label on the left and its number at its end."""

    y: int
    top: int
    x: int
    width: int
    end: int
    label: str
    words: str


@dataclasses.dataclass(frozen=True)
class Bars:
    width: int
    height: int
    bars: list[Bar]


def bars(rows: list[tuple]) -> Bars:
    """Lay out (label, number) one below the other, the longest bar for the greatest number."""
    most = max((abs(float(number)) for _, number in rows), default=0) or 1
    laid = []
    for place, (label, number) in enumerate(rows):
        y = BAR_ROW * place + 16
        wide = round(max(float(number), 0) / most * BAR_MOST)
        words = f"{number:.2f}".rstrip("0").rstrip(".")
        short = label if len(label) <= BAR_LABEL else f"{label[: BAR_LABEL - 1]}…"
        laid.append(Bar(y, y - 12, BAR_LEFT, wide, BAR_LEFT + wide + 6, short, words))
    return Bars(BAR_LEFT + BAR_MOST + BAR_RIGHT, BAR_ROW * len(rows) + 8, laid)
