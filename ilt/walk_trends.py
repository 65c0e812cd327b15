"""How each look-for showed from walk to walk, and each indicator across classrooms (S2.38)."""

import dataclasses
import datetime as dt
from collections import defaultdict

from django.db.models import Sum

from ilt.models import LearningWalk, WalkLookFor

SHOWN = 10  # walks of one look-for, the newest
LEFT, WIDTH, HEIGHT, BOTTOM = 44, 68, 100, 24


@dataclasses.dataclass(frozen=True)
class Day:
    """One look-for on one day: in how many classrooms it was seen, partly or not."""

    day: dt.date
    seen: int
    partly: int
    not_seen: int

    @property
    def n(self) -> int:
        return self.seen + self.partly + self.not_seen

    @property
    def share(self) -> int:
        return round(100 * self.seen / self.n) if self.n else 0

    @property
    def words(self) -> str:
        return f"{self.seen} of {self.n} ({self.share}%)"


@dataclasses.dataclass(frozen=True)
class Bar:
    """A bar of the chart: percent of classrooms, and the words above and below it."""

    x: int
    y: int
    height: int
    middle: int
    day: Day


@dataclasses.dataclass(frozen=True)
class Trend:
    """A look-for over its walks."""

    text: str
    days: list

    @property
    def change(self) -> str:
        """From the first walk to the last, in words."""
        first, last = self.days[0], self.days[-1]
        if len(self.days) == 1:
            return f"Seen in {last.words} so far."
        return f"Seen in {first.words} at first, {last.words} lately."

    @property
    def width(self) -> int:
        return LEFT + WIDTH * len(self.days)

    @property
    def height(self) -> int:
        return HEIGHT + 2 * BOTTOM

    @property
    def foot(self) -> int:
        return HEIGHT + 2 * BOTTOM - 6

    @property
    def bars(self) -> list:
        rows = []
        for place, day in enumerate(self.days):
            x = LEFT + WIDTH * place
            height = max(1, HEIGHT * day.share // 100)
            rows.append(Bar(x, BOTTOM + HEIGHT - height, height, x + WIDTH // 2 - 6, day))
        return rows


def walks_to_count(user):
    """The walks whose tallies count for this person: those that may be read; for district staff
    every one with enough classrooms, so that nobody can be told (permissions R37: aggregates)."""
    if user.is_district_staff and not user.is_in_system_ilt:
        least = user.school_system.minimum_group
        rows = LearningWalk.objects.filter(school_system=user.school_system_id)
        return rows.filter(classrooms__gte=least)
    return LearningWalk.objects.visible_to(user)


def trends_of(walks) -> list[Trend]:
    """Each look-for that was tallied, with its days, oldest first: one query."""
    rows = WalkLookFor.objects.filter(walk__in=walks).order_by()
    rows = rows.values("text", "bank_look_for", "walk__walked_on").annotate(
        all_seen=Sum("seen"), all_partly=Sum("partly"), all_not=Sum("not_seen")
    )
    found = defaultdict(list)
    words = {}
    for row in sorted(rows, key=lambda row: row["walk__walked_on"]):
        day = Day(row["walk__walked_on"], row["all_seen"], row["all_partly"], row["all_not"])
        key = row["bank_look_for"] or row["text"].casefold()
        words[key] = row["text"]
        if day.n:
            found[key].append(day)
    trends = [Trend(words[key], days[-SHOWN:]) for key, days in found.items()]
    return sorted(trends, key=lambda trend: (-len(trend.days), trend.text))


def patterns_of(walks) -> list:
    """Each indicator across classrooms: its look-fors' tallies together, least seen first."""
    rows = WalkLookFor.objects.filter(walk__in=walks, bank_look_for__isnull=False).order_by()
    name = "bank_look_for__indicator__"
    rows = rows.values(f"{name}code", f"{name}name").annotate(
        all_seen=Sum("seen"), all_partly=Sum("partly"), all_not=Sum("not_seen")
    )
    patterns = [
        {
            "code": row[f"{name}code"],
            "name": row[f"{name}name"],
            "sum": Day(dt.date.min, row["all_seen"], row["all_partly"], row["all_not"]),
        }
        for row in rows
    ]
    patterns = [pattern for pattern in patterns if pattern["sum"].n]
    return sorted(patterns, key=lambda pattern: (pattern["sum"].share, pattern["name"]))
