"""What a cycle of study changed: students by level before and after, meeting by meeting.

Only counts, summed over the members' analyses; the chart draws the share that has reached what was
asked, the table below it holds the same values and every level.
"""

import dataclasses

from collaboration.models import StudyMeeting, WorkAnalysis

LABELS, RIGHT, ROW, TOP, BOTTOM, WIDTH = 100, 20, 44, 10, 30, 520
SCALE = (0, 25, 50, 75, 100)


@dataclasses.dataclass(frozen=True)
class Side:
    """Students by level, at one time: `counts` in the order of the levels."""

    counts: list[int]
    reached: int

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def share(self) -> int | None:
        """Percent of the students that have reached it, a whole number; None without students."""
        return round(100 * self.reached / self.n) if self.n else None


@dataclasses.dataclass(frozen=True)
class Row:
    """One meeting: its number and study, and both sides."""

    study: StudyMeeting
    before: Side
    after: Side

    @property
    def sides(self):
        return (("Before", self.before), ("After", self.after))


@dataclasses.dataclass(frozen=True)
class Bar:
    """Where a meeting's two marks stand, and its words."""

    y: int
    label: str
    before: int | None
    after: int | None
    words: str


@dataclasses.dataclass(frozen=True)
class Chart:
    width: int
    height: int
    bars: list[Bar]
    ticks: list[tuple[int, str]]
    axis_y: int


def impact_of(cycle, user, studies) -> list[Row]:
    """The meetings of `studies` (read `with_place`) that have an analysis the person may see. What
    was counted in other levels than the cycle's of today is left out."""
    analyses = WorkAnalysis.objects.visible_to(user).kept().filter(study__cycle=cycle)
    by_study = {}
    for row in analyses.filter(levels=cycle.levels):
        by_study.setdefault(row.study_id, []).append(row)
    return [
        Row(
            study,
            _side(cycle, by_study[study.pk], "before"),
            _side(cycle, by_study[study.pk], "after"),
        )
        for study in studies
        if study.pk in by_study
    ]


def _side(cycle, analyses, name):
    counts = [0] * len(cycle.levels)
    for row in analyses:
        for place, count in enumerate(getattr(row, name)):
            counts[place] += count
    return Side(counts, sum(counts[cycle.reached_from - 1 :]))


def chart_of(rows: list[Row]) -> Chart:
    """An open circle for before and a filled one for after, on a line from 0 to 100 percent."""
    bars = [
        Bar(
            TOP + ROW * place + ROW // 2,
            f"Meeting {row.study.number}",
            _x(row.before.share),
            _x(row.after.share),
            _words(row),
        )
        for place, row in enumerate(rows)
    ]
    bottom = TOP + ROW * len(rows)
    ticks = [(_x(percent), f"{percent}%") for percent in SCALE]
    return Chart(WIDTH, bottom + BOTTOM, bars, ticks, bottom)


def _x(share):
    return None if share is None else LABELS + round((WIDTH - LABELS - RIGHT) * share / 100)


def _words(row):
    sides = [f"{name.lower()} {side.share}%" for name, side in row.sides if side.n]
    return f"Meeting {row.study.number}: {', '.join(sides)}"
