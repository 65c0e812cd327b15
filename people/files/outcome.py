"""What applying a file would do: shared by the people and the caseload file."""

import dataclasses
import hashlib
import json
import math

STOP_SHARE = 0.05


class Say:
    """The words for what happens with a row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    ERROR = "error"


@dataclasses.dataclass
class Outcome:
    """One row of the file: its number, who it is about, what happens and in which words."""

    row: int
    who: str
    says: str = Say.SAME
    words: list = dataclasses.field(default_factory=list)

    def set(self, says, *words):
        """Take the strongest of what was said so far and what is said now."""
        order = (Say.SAME, Say.CHANGE, Say.ADD, Say.ERROR)
        if order.index(says) > order.index(self.says):
            self.says = says
        self.words.extend(word for word in words if word)

    def as_dict(self):
        return {"row": self.row, "who": self.who, "says": self.says, "words": self.words}


@dataclasses.dataclass
class Draft:
    """Everything one file would write, worked out against the rows of this moment."""

    outcomes: list
    moved: int = 0
    staff: int = 0
    schools: list = dataclasses.field(default_factory=list)
    users: list = dataclasses.field(default_factory=list)
    memberships: list = dataclasses.field(default_factory=list)
    assignments: list = dataclasses.field(default_factory=list)
    changes: list = dataclasses.field(default_factory=list)

    def count(self, says):
        return sum(outcome.says == says for outcome in self.outcomes)

    @property
    def counts(self) -> dict:
        return {
            "added": self.count(Say.ADD),
            "changed": self.count(Say.CHANGE),
            "unchanged": self.count(Say.SAME),
            "errors": self.count(Say.ERROR),
            "schools": len(self.schools),
        }

    @property
    def is_empty(self):
        return not (self.count(Say.ADD) or self.count(Say.CHANGE))

    @property
    def must_confirm(self) -> bool:
        """More than 5 % of staff would move: the number is to be typed (permissions P10)."""
        return self.moved > math.floor(self.staff * STOP_SHARE)

    @property
    def fingerprint(self) -> str:
        """The same for the same outcomes: whether what was previewed is what would be applied."""
        told = json.dumps([outcome.as_dict() for outcome in self.outcomes])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclasses.dataclass
class Change:
    """One existing row that gets other values, and what it had before."""

    row: object
    after: dict

    def __post_init__(self):
        self.before = {name: getattr(self.row, name) for name in self.after}

    def apply(self):
        for name, value in self.after.items():
            setattr(self.row, name, value)
