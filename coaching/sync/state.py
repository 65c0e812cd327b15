"""The rows a batch touches: as they stand, and as the operations leave them."""

import datetime as dt
import uuid
import zoneinfo
from dataclasses import dataclass, field

LATE_WITHIN = dt.timedelta(days=7)


@dataclass
class VisitState:
    """One visit of the sender, or another's under the same id."""

    id: uuid.UUID
    coach_id: uuid.UUID
    teacher_id: uuid.UUID
    school_id: uuid.UUID
    created_at: dt.datetime
    kind: str
    started_at: dt.datetime | None
    ended_at: dt.datetime | None = None
    shared_at: dt.datetime | None = None
    mode: str = "in_person"
    grouping: str = "whole_class"
    lesson: str = ""
    materials: str = ""
    groups: list[str] = field(default_factory=list)
    is_late: bool = False
    made_as: str = "coach"
    is_emptied: bool = False
    is_changed: bool = False


@dataclass
class NoteState:
    """One evidence note, its tags, and every text it ever had."""

    id: uuid.UUID
    visit_id: uuid.UUID
    author_id: uuid.UUID
    seq: int
    rev: int
    occurred_at: dt.datetime
    device_at: dt.datetime | None
    text: str
    is_left_out: bool = False
    is_late: bool = False
    deleted_at: dt.datetime | None = None
    judgement_words: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    tags: set[tuple] = field(default_factory=set)
    stored_tags: dict[tuple, uuid.UUID] = field(default_factory=dict)
    is_changed: bool = False


@dataclass
class Mark:
    """How a look-for showed; `value` None is no mark."""

    id: uuid.UUID | None
    value: str | None
    count: int | None
    is_changed: bool = False


@dataclass
class Talk:
    """How often one kind of talk was counted in a visit."""

    id: uuid.UUID | None
    count: int
    is_changed: bool = False


@dataclass
class State:
    """Everything a batch may read, and what it changes."""

    user_id: uuid.UUID
    now: dt.datetime
    zone: zoneinfo.ZoneInfo
    judgement_words: list[str]
    ledger: dict = field(default_factory=dict)
    visits: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    talk: dict = field(default_factory=dict)
    spans: dict = field(default_factory=dict)
    schools: dict = field(default_factory=dict)
    indicators: set = field(default_factory=set)
    look_fors: dict = field(default_factory=dict)
    bank: set = field(default_factory=set)
    new_revisions: list = field(default_factory=list)
    new_ledger: dict = field(default_factory=dict)

    def local_date(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def is_assigned(self, teacher_id) -> bool:
        """Whether the sender coaches the teacher today; ends are exclusive."""
        today = self.local_date(self.now)
        spans = self.spans.get(teacher_id, ())
        return any(start <= today and (end is None or end > today) for start, end in spans)

    def was_assigned(self, teacher_id, moment) -> bool:
        """Whether the sender coached the teacher on that day, the last one included: an
        assignment that ends at noon still covers its morning."""
        day = self.local_date(moment)
        spans = self.spans.get(teacher_id, ())
        return any(start <= day and (end is None or end >= day) for start, end in spans)

    def writable_visit(self, visit_id) -> VisitState | None:
        """The sender's own visit, while assigned; for a week after it began where the assignment
        has ended since. That makes the visit late (permissions P7)."""
        visit = self.visits.get(visit_id)
        if visit is None or visit.coach_id != self.user_id or visit.made_as != "coach":
            return None
        if visit.is_emptied:
            return None
        if self.is_assigned(visit.teacher_id):
            return visit
        if visit.started_at is None or not self.was_assigned(visit.teacher_id, visit.started_at):
            return None
        if self.now - min(visit.created_at, visit.started_at) > LATE_WITHIN:
            return None
        visit.is_changed = visit.is_changed or not visit.is_late
        visit.is_late = True
        return visit


def applied(**more) -> dict:
    return {"status": "applied", **more}


def conflict(code: str, message: str, **more) -> dict:
    return {"status": "conflict", "code": code, "message": message, **more}


def rejected(code: str, message: str) -> dict:
    return {"status": "rejected", "code": code, "message": message}


def missing() -> dict:
    """The same words for what is not there and for what is another's."""
    return rejected("not_found", "This visit is not open to you. Copy the text, then discard it.")


def already_shared() -> dict:
    return rejected("shared", "This visit is shared. Write a note afterwards in its review.")
