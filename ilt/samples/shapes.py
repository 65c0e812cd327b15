"""What a sample agenda is made of."""

import dataclasses

from meetings.models import Section

Part = Section.Part


@dataclasses.dataclass(frozen=True)
class SamplePart:
    """What happens in one part of the meeting, and what it works with (titles)."""

    happens: str
    resources: tuple[str, ...] = ()
    minutes: int = 10


@dataclasses.dataclass(frozen=True)
class SampleAgenda:
    """A meeting of a leadership team as a reader would find it: where the team stands, its prework,
    the five parts, what to look for in classrooms, and one assignment for each member."""

    slug: str
    title: str
    setting: str
    focus: str
    outcome: str
    prework: str
    parts: dict
    look_fors: tuple[str, ...]
    assignments: tuple[str, ...]

    def sections(self) -> dict:
        """What happens in each part; look-fors go with what members do afterwards."""
        found = {part: one.happens for part, one in self.parts.items()}
        lines = "\n".join(f"- {text}" for text in self.look_fors)
        found[Part.IMPLEMENTING] += f"\n\nLook for:\n{lines}"
        return found

    def resources(self) -> dict:
        """(title, link) pairs of each part; the links are the team's own to add."""
        return {part: [(title, "") for title in one.resources] for part, one in self.parts.items()}

    def minutes(self) -> dict:
        return {part: one.minutes for part, one in self.parts.items()}
