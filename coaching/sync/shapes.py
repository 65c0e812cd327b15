"""The shape of each kind of operation (offline.md §2), checked one by one: one bad note never
holds back the others. Every message says what to do."""

import datetime as dt
import hashlib
import json
import re
import uuid
from typing import Annotated, Literal

from django.core.exceptions import ValidationError as BadText
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from coaching.models import LookForMark, TalkCount, Visit
from core.text import clean_text, strip_unstorable

SCHEMA = 1
MIN_CLIENT = 1
MAX_OPS = 200
MAX_BYTES = 256 * 1024
MAX_DEPTH = 8
MAX_SEQ = 2_147_483_647
MAX_COUNT = 32_767
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
NOT_READ = "This was not understood. Copy the text, then discard it here and write it again."


def _stored_text(text: str) -> str:
    try:
        return clean_text(text, "the note")
    except BadText as error:
        raise ValueError(error.message) from error


def _moment(value: dt.datetime) -> dt.datetime:
    if value < EARLIEST:
        raise ValueError("Check the date of this device")
    return value


Text = Annotated[str, AfterValidator(_stored_text)]
Short = Annotated[str, AfterValidator(strip_unstorable), Field(max_length=80)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
Rev = Annotated[int, Field(ge=0, le=MAX_SEQ)]


class Op(BaseModel):
    """What all operations share: an id made on the device."""

    op_id: uuid.UUID


class VisitStart(Op):
    """A visit begins: a new one, or one that was planned."""

    op: Literal["visit.start"]
    id: uuid.UUID
    teacher: uuid.UUID
    kind: Literal["informal", "follow_up"] = "informal"
    made_as: Literal["coach"] = "coach"
    started_at: Moment
    ticket: str = ""


class VisitEnd(Op):
    """A visit ends; without a moment it goes on after all."""

    op: Literal["visit.end"]
    visit: uuid.UUID
    ended_at: Moment | None


class VisitSet(Op):
    """One field beside the notes, and the text the coach started from."""

    op: Literal["visit.set"]
    visit: uuid.UUID
    field: Literal["lesson", "materials", "mode", "grouping", "kind"]
    value: Text
    based_on: Text

    @model_validator(mode="after")
    def _fits(self):
        choices = {
            "mode": Visit.Mode.values,
            "grouping": Visit.Grouping.values,
            "kind": [value for value, _label in Visit.COACHING_KINDS],
        }
        if self.field in choices and self.value not in choices[self.field]:
            raise ValueError("Choose one from the list")
        if self.field == "lesson" and len(self.value) > 300:
            raise ValueError("Shorten the lesson to 300 characters")
        return self


class GroupSet(Op):
    """The coach checked in with a priority group, or takes that back."""

    op: Literal["group.set"]
    visit: uuid.UUID
    group: Annotated[Short, Field(min_length=1)]
    is_checked: bool


class EntryPut(Op):
    """A note, new or edited from revision `base_rev`."""

    op: Literal["entry.put"]
    id: uuid.UUID
    visit: uuid.UUID
    seq: Rev
    base_rev: Rev
    occurred_at: Moment
    device_at: Moment | None = None
    text: Text

    @model_validator(mode="after")
    def _says_something(self):
        if not self.text.strip():
            raise ValueError("Write the note, or delete it")
        return self


class EntryDelete(Op):
    """A note is taken away, as it stood at revision `base_rev`."""

    op: Literal["entry.delete"]
    id: uuid.UUID
    visit: uuid.UUID
    base_rev: Rev


class Tag(Op):
    """A note is, or is no longer, evidence of one thing."""

    op: Literal["tag.add", "tag.remove"]
    note: uuid.UUID
    indicator: uuid.UUID | None = None
    look_for: uuid.UUID | None = None
    priority_group: Short = ""

    @model_validator(mode="after")
    def _names_one_thing(self):
        named = [self.indicator, self.look_for, self.priority_group or None]
        if sum(thing is not None for thing in named) != 1:
            raise ValueError("Choose one thing to tag this note with")
        return self

    @property
    def thing(self):
        return (self.indicator, self.look_for, self.priority_group)


class MarkSet(Op):
    """How a look-for showed; without a value the mark is taken back."""

    op: Literal["mark.set"]
    visit: uuid.UUID
    look_for: uuid.UUID | None = None
    bank_look_for: uuid.UUID | None = None
    value: LookForMark.Value | None
    count: Annotated[int, Field(ge=0, le=MAX_COUNT)] | None = None

    @model_validator(mode="after")
    def _names_one_look_for(self):
        if (self.look_for is None) == (self.bank_look_for is None):
            raise ValueError("Choose one look-for to mark")
        return self


class TalkAdd(Op):
    """The teacher, or a student, talked once more; or one such count is taken back."""

    op: Literal["talk.add"]
    visit: uuid.UUID
    kind: TalkCount.Kind
    by: Literal[1, -1]


AnyOp = TypeAdapter(
    Annotated[
        VisitStart
        | VisitEnd
        | VisitSet
        | GroupSet
        | EntryPut
        | EntryDelete
        | Tag
        | MarkSet
        | TalkAdd,
        Field(discriminator="op"),
    ]
)


class Envelope(BaseModel):
    """The batch around the operations."""

    schema_: Annotated[int, Field(alias="schema", ge=SCHEMA, le=SCHEMA)]
    device_id: str = Field(default="", max_length=100)
    expected_user: uuid.UUID | None
    ops: list[dict] = Field(max_length=MAX_OPS)


def read_op(raw: dict) -> tuple[Op | None, str]:
    """The operation, or None and what its author can do about it."""
    try:
        return AnyOp.validate_python(raw), ""
    except ValidationError as error:
        return None, _words(error)


def _words(error: ValidationError) -> str:
    own = [item["ctx"]["error"] for item in error.errors() if item["type"] == "value_error"]
    return f"{own[0]}." if own else NOT_READ


def body_hash(raw: dict) -> str:
    """What tells a replay from an id used twice."""
    body = json.dumps({key: raw[key] for key in raw if key != "op_id"}, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def storable(value):
    """`value` as JSON gave it, without NUL and lone surrogates in any text."""
    if isinstance(value, str):
        return strip_unstorable(value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value


def depth_of(text: bytes) -> int:
    """How deep the brackets of a JSON text go."""
    depth = deepest = 0
    for bracket in re.findall(rb"[\[\]{}]", STRING.sub(b"", text)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
