"""A table copied from a document, read as parts of an agenda."""

import dataclasses
import re

from meetings.models import Section

Part = Section.Part
WORDS = {
    Part.PURPOSE: ("purpose", "define"),
    Part.LEARNING: ("learning", "receive", "new learning"),
    Part.PRACTICE: ("internalize", "practice", "practise", "development"),
    Part.IMPLEMENTING: ("implement",),
    Part.IMPACT: ("impact", "assess"),
}
MOST_MINUTES = 480


@dataclasses.dataclass
class Pasted:
    """What the parts get, for how many minutes, and the lines no part was found for."""

    texts: dict
    minutes: dict
    unread: list

    def rows(self):
        """(part, text, minutes) of each part that gets something, for the preview."""
        parts = [part for part in Part if part in self.texts or part in self.minutes]
        return [(part, self.texts.get(part, ""), self.minutes.get(part)) for part in parts]


def read_table(text: str) -> Pasted:
    """A row a part: its name, what happens, minutes. A line without a part's name goes on with the
    part before it."""
    pasted, current = Pasted({}, {}, []), None
    for line in filter(str.strip, text.split("\n")):
        cells = [cell.strip() for cell in re.split(r"\t|\|", line.strip().strip("|"))]
        part = part_named(cells[0])
        if part and len(cells) > 1:
            current, cells = part, cells[1:]
        elif current is None:
            pasted.unread.append(line.strip())
            continue
        _add(pasted, current, cells)
    return pasted


def _add(pasted, part, cells):
    if len(cells) > 1 and (minutes := _minutes(cells[-1])):
        pasted.minutes[part] = minutes
        cells = cells[:-1]
    text = " ".join(filter(None, cells))
    if text:
        pasted.texts[part] = "\n".join(filter(None, (pasted.texts.get(part), text)))


def _minutes(cell):
    found = re.fullmatch(r"(\d{1,3})\s*(?:min(?:utes?|s)?\.?)?", cell, re.IGNORECASE)
    return int(found[1]) if found and 1 <= int(found[1]) <= MOST_MINUTES else None


def part_named(cell: str):
    """The part a row's first cell names, or None."""
    words = cell.lower()
    if len(words) > 60:
        return None
    first = {part: _place(words, names) for part, names in WORDS.items()}
    found = {part: place for part, place in first.items() if place is not None}
    return min(found, key=found.get) if found else None


def _place(words, names):
    """Where the first of the names stands in the words; None where none does."""
    places = [match.start() for name in names if (match := re.search(rf"\b{name}", words))]
    return min(places, default=None)
