"""What changed: how each look-for showed over the visits, as coach and teacher each saw it.

Counts only: no score, no order of better and worse. *No chance to see* never counts. A look-for
that comes from the bank, or went into it, is one and the same in every plan.
"""

import collections
import dataclasses
import datetime as dt
import itertools

from django.db.models import Count, Exists, OuterRef, Q

from coaching.models import ActionStep, Cycle, LookFor, LookForMark, Plan, SkippedMarks, Visit
from core.charts import strip
from people.models import CoachAssignment, User

LATELY = 5
WHOSE = ("Coach", "Teacher")


@dataclasses.dataclass(frozen=True)
class Fraction:
    """Seen in how many of the visits that gave a chance."""

    seen: int
    visits: int

    @classmethod
    def of(cls, values):
        rated = [value for value in values if value != LookForMark.Value.NO_CHANCE]
        return cls(rated.count(LookForMark.Value.SEEN), len(rated))

    def __str__(self):
        return f"{self.seen} of {self.visits}"


@dataclasses.dataclass(frozen=True)
class Change:
    """First against latest: at most five visits each, none of them in both."""

    first: Fraction
    latest: Fraction

    @classmethod
    def of(cls, values):
        """`values` oldest first; those without a chance to see are left out."""
        rated = [value for value in values if value != LookForMark.Value.NO_CHANCE]
        at_first = min(LATELY, len(rated) // 2)
        lately = min(LATELY, len(rated) - at_first)
        latest = rated[len(rated) - lately :]
        return cls(Fraction.of(rated[:at_first]), Fraction.of(latest))

    def __str__(self):
        if not self.latest.visits:
            return "No visit gave a chance to see it yet"
        if not self.first.visits:
            return f"Seen in {self.latest} visit so far"
        visits = "visit" if self.first.visits == 1 else "visits"
        return f"Seen in {self.first} {visits} at first, {self.latest} lately"


@dataclasses.dataclass(frozen=True)
class Marked:
    """One mark: on which day, in which visit, by whom."""

    visit: str
    day: dt.date
    whose: str
    value: str
    count: int | None

    @property
    def words(self):
        label = str(LookForMark.Value(self.value).label)
        return label if self.count is None else f"{label}, {self.count} times"


@dataclasses.dataclass(frozen=True)
class Followed:
    """One look-for through all visits in which somebody marked it."""

    text: str
    indicator: str
    marks: list[Marked]

    @property
    def changes(self):
        """(whose, change) of those who marked it."""
        whose = {mark.whose for mark in self.marks}
        return [(who, Change.of(self._values(who))) for who in WHOSE if who in whose]

    def _values(self, who):
        return [mark.value for mark in self.marks if mark.whose == who]

    @property
    def visits(self):
        """(day, {whose: mark}) of each visit, oldest first."""
        days = {}
        for mark in self.marks:
            days.setdefault(mark.visit, (mark.day, {}))[1][mark.whose] = mark
        return list(days.values())

    @property
    def table(self):
        """One row for each visit: the day, and in words what each of the two marked."""
        return [
            (day, [marks[who].words if who in marks else "" for who in WHOSE])
            for day, marks in self.visits
        ]

    @property
    def chart(self):
        cells = {
            who: [(m[who].value, m[who].words) if who in m else None for _, m in self.visits]
            for who in WHOSE
        }
        return strip(cells, [day for day, _ in self.visits])

    @property
    def period(self):
        return self.marks[0].day, self.marks[-1].day


def may_follow(user: User):
    """Teachers whose change over time `user` sees: her own, and whose coach she is today."""
    coached = CoachAssignment.objects.active(user.today).filter(coach=user).values("teacher")
    hers = user.memberships.active(user.today).teachers().values("user")
    return User.objects.visible_to(user).active().filter(Q(pk__in=coached) | Q(pk__in=hers))


def what_changed(teacher: User, viewer: User) -> list[Followed]:
    """Every look-for somebody marked in a shared visit that `viewer` may read, as far as she may
    know the marks. By indicator and text, never by how it went. One query."""
    groups = collections.defaultdict(list)
    for mark in _marks(teacher, viewer):
        groups[_thing(mark)].append(mark)
    followed = [_follow(marks, teacher, viewer) for marks in groups.values()]
    return sorted(followed, key=lambda one: (one.indicator, one.text))


def _marks(teacher, viewer):
    """Marks oldest first: the coach's of a visit only once the teacher has made or skipped
    hers."""
    visits = Visit.objects.visible_to(viewer).filter(teacher=teacher, shared_at__isnull=False)
    marks = LookForMark.objects.filter(visit__in=visits)
    marks = marks.filter(Q(look_for=None) | Q(look_for__in=LookFor.objects.visible_to(viewer)))
    if viewer.pk == teacher.pk:
        hers = LookForMark.objects.filter(visit=OuterRef("visit"), marked_by=viewer)
        skipped = SkippedMarks.objects.filter(visit=OuterRef("visit"))
        marks = marks.filter(Exists(hers) | Exists(skipped))
    marks = marks.select_related(
        "visit", "look_for__indicator", "look_for__step__indicator", "bank_look_for__indicator"
    )
    return marks.order_by("visit__started_at", "visit", "created_at", "pk")


def _thing(mark):
    """What is followed: the bank item where there is one, else the look-for itself."""
    look_for = mark.look_for
    return mark.bank_look_for_id or look_for.bank_look_for_id or look_for.pk


def _follow(marks, teacher, viewer):
    """The words of the latest mark. Where one person marked it twice in a visit, the later one
    stands."""
    latest = marks[-1].look_for or marks[-1].bank_look_for
    step = getattr(latest, "step", None)
    indicator = latest.indicator or (step and step.indicator)
    stands = {(mark.visit_id, mark.marked_by_id): mark for mark in marks}
    rows = [_marked(mark, teacher, viewer) for mark in stands.values()]
    return Followed(latest.text, str(indicator or ""), rows)


def _marked(mark, teacher, viewer):
    day = mark.visit.started_at.astimezone(viewer.zone).date()
    whose = "Teacher" if mark.marked_by_id == teacher.pk else "Coach"
    return Marked(mark.visit_id, day, whose, mark.value, mark.count)


# --- cycle by cycle ---------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class CycleChange:
    """One cycle: its refinement area, its plan, its steps, and what changed while it ran."""

    cycle: Cycle
    plan: Plan | None
    ends_on: dt.date | None
    met: int
    total: int
    changes: list[tuple[str, list]]


def cycle_by_cycle(teacher: User, viewer: User, followed: list[Followed]) -> list[CycleChange]:
    """The teacher's cycles, oldest first, each with the marks from its first day to the next
    cycle's. Two queries."""
    cycles = Cycle.objects.visible_to(viewer).filter(teacher=teacher)
    cycles = list(cycles.select_related("refinement_indicator").order_by("opened_on", "pk"))
    plans = Plan.objects.visible_to(viewer).filter(teacher=teacher)
    kept = Q(steps__removed_at=None, steps__isnull=False)
    plans = plans.annotate(
        total=Count("steps", filter=kept),
        met=Count("steps", filter=kept & Q(steps__status=ActionStep.Status.MET)),
    )
    by_cycle = {plan.cycle_id: plan for plan in plans}
    ends = itertools.zip_longest(cycles, [cycle.opened_on for cycle in cycles[1:]])
    return [_cycle(cycle, by_cycle.get(cycle.pk), end, followed) for cycle, end in ends]


def _cycle(cycle, plan, end, followed):
    """The cycle's window: from its first day up to the next one's."""
    changes = []
    for look_for in followed:
        inside = [
            m for m in look_for.marks if cycle.opened_on <= m.day and (not end or m.day < end)
        ]
        if inside:
            part = dataclasses.replace(look_for, marks=inside)
            changes.append((look_for.text, part.changes))
    met, total = (plan.met, plan.total) if plan else (0, 0)
    return CycleChange(cycle, plan, end, met, total, changes)
