"""Where a team stands: the computed and the assessed statuses together, its stage, what is next."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from core.charts import Course, course
from ilt.models.stage import StageMark, Status
from ilt.stage.catalog import ACTIONS, BY_CODE, STAGES, Action
from ilt.stage.facts import facts_of
from ilt.stage.judging import MOST, OF_ONE_TEAM, WALKS, Verdict, judge
from people.models import Team

RANK = {Status.NONE.value: 0, Status.PARTIAL.value: 1, Status.IN_PLACE.value: 2}
TONES = {
    Status.NONE.value: "neutral",
    Status.PARTIAL.value: "waiting",
    Status.IN_PLACE.value: "done",
}


@dataclass(frozen=True)
class Line:
    """One action of a team now. `mark` is what its leaders said, None where nobody has."""

    action: Action
    status: str
    mark: StageMark | None
    verdict: Verdict | None = None
    url: str = ""

    @property
    def label(self) -> str:
        return Status(self.status).label

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def said(self) -> str:
        """The status somebody chose, empty where nobody has yet."""
        return self.mark.status if self.mark else ""


@dataclass(frozen=True)
class Standing:
    """A team's 21 lines in order."""

    team: Team
    lines: list[Line] = field(default_factory=list)

    @property
    def stage(self) -> int:
        return stage_of({line.action.code: line.status for line in self.lines})

    @property
    def stage_name(self) -> str:
        return STAGES[self.stage]

    @property
    def in_place(self) -> int:
        return sum(line.status == Status.IN_PLACE for line in self.lines)

    def stages(self):
        """(number, name, lines, how many are in place) of each stage."""
        for number, name in STAGES.items():
            lines = [line for line in self.lines if line.action.stage == number]
            done = sum(line.status == Status.IN_PLACE for line in lines)
            yield number, name, lines, done

    def next_steps(self) -> list[Line]:
        """What is not in place yet in the team's stage, what is missing first."""
        lines = [line for line in self.lines if line.action.stage == self.stage]
        waiting = [line for line in lines if line.status != Status.IN_PLACE]
        return sorted(waiting, key=lambda line: RANK[line.status])


def stage_of(statuses: dict[str, str]) -> int:
    """The stage of a team: it moves on from one when none of its actions is missing and three in
    four are in place. Statuses by code; the last stage is the third."""
    for stage in (1, 2):
        found = [statuses[action.code] for action in ACTIONS if action.stage == stage]
        whole = found.count(Status.IN_PLACE)
        if Status.NONE in found or whole * MOST[1] < len(found) * MOST[0]:
            return stage
    return 3


def standing_of(team: Team, *, now: dt.datetime, today: dt.date, opens_walks=True) -> Standing:
    """Where the team stands today. `opens_walks` says whether the reader finds learning walks."""
    verdicts = judge(facts_of(team, now=now, today=today))
    marks = {mark.action: mark for mark in team.stage_marks.select_related("assessed_by")}
    return Standing(
        team, [_line(team, one, marks.get(one.code), verdicts, opens_walks) for one in ACTIONS]
    )


def _line(team, action, mark, verdicts, opens_walks):
    if not action.is_computed:
        status = mark.status if mark and mark.status else Status.NONE.value
        return Line(action, status, mark)
    verdict = verdicts[action.code]
    is_open = opens_walks or verdict.place != WALKS
    url = url_of(team, verdict.place) if is_open else ""
    return Line(action, verdict.status, mark, verdict, url)


def url_of(team, place) -> str:
    """The page that shows what a verdict rests on."""
    return reverse(place, args=[team.pk] if place in OF_ONE_TEAM else [])


@dataclass(frozen=True)
class Change:
    """One action that is not as it was: better or worse."""

    action: Action
    was: str
    is_now: str
    is_better: bool


def changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """What differs between two sets of statuses by code, in the order of the actions."""
    return [
        Change(
            BY_CODE[code],
            Status(before[code]).label,
            Status(status).label,
            RANK[status] > RANK[before[code]],
        )
        for code, status in sorted(after.items())
        if code in before and before[code] != status
    ]


@dataclass(frozen=True)
class Past:
    """One earlier review in the table: its counts, and what changed since the one before."""

    review: object
    statuses: dict[str, str]
    before: dict[str, str] | None

    @property
    def in_place(self) -> int:
        return list(self.statuses.values()).count(Status.IN_PLACE)

    @property
    def partial(self) -> int:
        return list(self.statuses.values()).count(Status.PARTIAL)

    @property
    def change(self) -> str:
        return "" if self.before is None else change_words(changes(self.before, self.statuses))


def change_words(found: list[Change]) -> str:
    """2 better, 1 worse."""
    better = sum(one.is_better for one in found)
    worse = len(found) - better
    words = [f"{better} better"] * bool(better) + [f"{worse} worse"] * bool(worse)
    return ", ".join(words) or "No change"


def past_of(reviews, lines) -> list[Past]:
    """The reviews, latest first; `lines` are (review, code, status) of all of them."""
    statuses = {review.pk: {} for review in reviews}
    for review, code, status in lines:
        statuses[review][code] = status
    following = [statuses[review.pk] for review in reviews[1:]] + [None]
    return [
        Past(review, statuses[review.pk], before)
        for review, before in zip(reviews, following, strict=False)
    ]


def course_of(past: list[Past]) -> Course | None:
    """How many actions were in place on each day; a line needs two days."""
    if len(past) < 2:
        return None
    rows = [(one.review.reviewed_on, one.in_place, f"{one.in_place} of 21") for one in past[::-1]]
    return course(rows, [])
