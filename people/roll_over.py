"""What a school system's roll-over into the next year would do, worked out school by school.

Who has no choice stays. Leaving ends a role after the last day of the old year, moving on the first
day of the new one; neither lies before today. A coaching assignment goes on unless the teacher or
the coach has no role any more, or the two no longer work at the same school. It counts with the
school where the teacher teaches now. What one school does changes nothing in the draft of another.
"""

import collections
import dataclasses
import datetime as dt
import hashlib
import json
from functools import cached_property

from django.db.models import Q

from people.files.outcome import Change
from people.models import (
    CoachAssignment,
    EvaluatorAssignment,
    Membership,
    RollOver,
    RollOverChoice,
    School,
)

Role = Membership.Role
Goes = RollOverChoice.Goes
OWNER = CoachAssignment.Kind.OWNER
COACHING = {Role.COACH, Role.TEACHER_LEADER}
DAY = dt.timedelta(days=1)
STAYS, ENDS, ARRIVES = "stays", "ends", "arrives"
WORDS = {
    STAYS: "Stays",
    Goes.MOVES: "Moves",
    Goes.LEAVES: "Leaves",
    ENDS: "Role ends already",
    ARRIVES: "Arrives",
}


@dataclasses.dataclass
class Line:
    """One role at a school, and where it goes."""

    membership: Membership
    goes: str
    to_school: School | None = None

    @property
    def words(self):
        where = f" to {self.to_school.name}" if self.to_school else ""
        return WORDS[self.goes] + where

    @property
    def can_be_chosen(self):
        return self.goes not in (ENDS, ARRIVES)


@dataclasses.dataclass
class SchoolDraft:
    """Everything the roll-over would do at one school."""

    school: School
    lines: list = dataclasses.field(default_factory=list)
    carried: list = dataclasses.field(default_factory=list)
    ended: list = dataclasses.field(default_factory=list)
    changes: list = dataclasses.field(default_factory=list)
    memberships: list = dataclasses.field(default_factory=list)
    decisions: list = dataclasses.field(default_factory=list)
    gone: list = dataclasses.field(default_factory=list)

    def people(self, goes) -> int:
        return len({line.membership.user_id for line in self.lines if line.goes == goes})

    @cached_property
    def teachers(self) -> set:
        """Ids of those who teach here in the old year."""
        return {
            line.membership.user_id
            for line in self.lines
            if line.membership.role == Role.TEACHER and line.goes != ARRIVES
        }

    @property
    def counts(self) -> dict:
        return {
            "stay": self.people(STAYS),
            "move": self.people(Goes.MOVES),
            "leave": self.people(Goes.LEAVES) + self.people(ENDS),
            "arrive": self.people(ARRIVES),
            "carried": len(self.carried),
            "ended": len(self.ended),
            "decisions": len(self.decisions),
        }

    @property
    def fingerprint(self) -> str:
        """The same while the roll-over would do the same to the same rows."""
        told = [
            [str(line.membership.pk), line.goes, str(line.to_school and line.to_school.pk)]
            for line in self.lines
            if line.goes in (Goes.MOVES, Goes.LEAVES)
        ]
        told += [[str(change.row.pk), "ends"] for change in self.changes]
        return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:32]


class Draft:
    """The roll-over of a whole school system as its rows and choices stand: five queries."""

    def __init__(self, roll_over: RollOver, today: dt.date):
        self.roll_over = roll_over
        self.leaves_on = max(today, roll_over.from_year.ends_on + DAY)
        self.begins_on = max(today, roll_over.to_year.starts_on)
        system = roll_over.school_system_id
        schools = School.objects.filter(school_system=system)
        self.schools = {school.pk: SchoolDraft(school) for school in schools}
        chosen = roll_over.choices.select_related("to_school")
        self.choices = {choice.membership_id: choice for choice in chosen}
        rows = Membership.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), school_system=system, user__is_active=True
        )
        self.memberships = list(
            rows.select_related("user", "school").order_by("user__name", "user", "role", "pk")
        )
        self.before, self.after = (collections.defaultdict(set) for _ in range(2))
        for membership in self.memberships:
            self._place(membership)
        self._place_assignments(system, today)
        self._place_register(system, today)
        for draft in self.schools.values():
            self._look_at(draft)

    @property
    def fingerprint(self) -> str:
        told = "".join(draft.fingerprint for draft in self.schools.values())
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def _place(self, membership):
        line = self._line_of(membership)
        person, role = membership.user_id, membership.role
        if line.goes != ARRIVES:
            self.before[person].add((membership.school_id, role))
        if line.goes == Goes.MOVES:
            self.after[person].add((line.to_school.pk, role))
        elif line.goes in (STAYS, ARRIVES):
            self.after[person].add((membership.school_id, role))
        if membership.school_id:
            draft = self.schools[membership.school_id]
            draft.lines.append(line)
            self._change(draft, line)

    def _line_of(self, membership):
        if membership.starts_on >= self.begins_on:
            return Line(membership, ARRIVES)
        if membership.ends_on and membership.ends_on <= self.begins_on:
            return Line(membership, ENDS)
        choice = self.choices.get(membership.pk)
        if choice is None or membership.school_id is None:
            return Line(membership, STAYS)
        return Line(membership, choice.goes, choice.to_school)

    def _change(self, draft, line):
        """What becomes of the row of a role that does not stay."""
        held = line.membership
        if line.goes == Goes.LEAVES:
            self._end(draft, held, self.leaves_on)
        if line.goes == Goes.MOVES:
            self._end(draft, held, self.begins_on)
            if not self._is_held_there(held, line.to_school):
                draft.memberships.append(self._moved(held, line.to_school))

    def _is_held_there(self, held, school):
        """Whether the person has the same role at the other school already, and keeps it."""
        return any(
            (other.user_id, other.role, other.school_id) == (held.user_id, held.role, school.pk)
            and (other.ends_on is None or other.ends_on > self.begins_on)
            for other in self.memberships
        )

    def _moved(self, held, school):
        """The role as it goes on at the other school."""
        names = ("user", "role", "title", "grade_band", "subjects", "first_year_teaching")
        return Membership(
            school_system_id=held.school_system_id,
            school=school,
            starts_on=self.begins_on,
            ends_on=held.ends_on,
            **{name: getattr(held, name) for name in names},
        )

    def _end(self, draft, row, day):
        draft.changes.append(Change(row, {"ends_on": max(row.starts_on, day)}))

    def _teaching(self, places):
        return {school for school, role in places if role == Role.TEACHER}

    def _is_linked(self, teacher_places, coach_places):
        """Whether the coach works where the teacher teaches, or in the whole system."""
        schools = {school for school, role in coach_places if role in COACHING}
        return None in schools or bool(self._teaching(teacher_places) & schools)

    def _place_assignments(self, system, today):
        rows = CoachAssignment.objects.filter(school_system=system).open_or_later(today)
        for row in rows.select_related("teacher", "coach").order_by("teacher__name", "pk"):
            draft = self._draft_of(row.teacher_id)
            if draft is None or (row.ends_on and row.ends_on <= self.leaves_on):
                continue
            day = self._ends_on(row)
            if day is None or (row.ends_on and row.ends_on <= day):
                draft.carried.append(row)
            else:
                draft.ended.append(row)
                self._end(draft, row, day)

    def _draft_of(self, teacher_id):
        """The school with which this teacher's assignments count."""
        schools = sorted(self._teaching(self.before[teacher_id]), key=str)
        return self.schools[schools[0]] if schools else None

    def _ends_on(self, row):
        """The day on which an assignment ends, or None where it goes on."""
        teacher, coach = self.after[row.teacher_id], self.after[row.coach_id]
        if not self._teaching(teacher) or not coach:
            return self.leaves_on
        if self._is_linked(teacher, coach):
            return None
        was = self.before[row.teacher_id]
        has_moved = self._teaching(teacher) != self._teaching(was)
        is_parted = has_moved or self._is_linked(was, self.before[row.coach_id])
        return self.begins_on if is_parted else None

    def _place_register(self, system, today):
        """Lines of the register end with whoever leaves; who moves is somebody's to look at."""
        rows = EvaluatorAssignment.objects.filter(school_system=system).open_or_later(today)
        for row in rows.select_related("teacher", "evaluator").order_by("teacher__name", "pk"):
            draft = self._draft_of(row.teacher_id)
            if draft is None or (row.ends_on and row.ends_on <= self.leaves_on):
                continue
            after = self._teaching(self.after[row.teacher_id])
            if not after or not self.after[row.evaluator_id]:
                self._end(draft, row, self.leaves_on)
                if after:
                    draft.decisions.append((row.teacher, "has no evaluator: the one before leaves"))
            elif after != self._teaching(self.before[row.teacher_id]):
                words = f"moves; {row.evaluator.name} is still registered as evaluator"
                draft.decisions.append((row.teacher, words))

    def _look_at(self, draft):
        """Name what nobody has decided yet, and who has no role left."""
        kept = {row.teacher_id for row in draft.carried if row.kind == OWNER}
        for row in draft.ended:
            teaches = self._teaching(self.after[row.teacher_id])
            if row.kind == OWNER and teaches and row.teacher_id not in kept:
                words = f"has no owner coach any more: the assignment to {row.coach.name} ends"
                draft.decisions.append((row.teacher, words))
        leaders = Role.SCHOOL_LEADER
        if not any((draft.school.pk, leaders) in places for places in self.after.values()):
            draft.decisions.append((None, "The school has no principal in the new year"))
        people = {line.membership.user_id: line.membership.user for line in draft.lines}
        draft.gone = [user for pk, user in people.items() if not self.after[pk]]
