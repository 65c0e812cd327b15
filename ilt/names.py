"""Free text of leadership teams names nobody of the directory (permissions R37)."""

import itertools
import re
import unicodedata

from people.models import Membership

SHORTEST = 3  # letters of a name that is looked for
WORD = re.compile(r"[^\W\d_]+")
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr"}


def names_around(user, school_id=None) -> list[str]:
    """The names of everybody at the school, or in the whole system: one query."""
    there = Membership.objects.visible_to(user)
    if school_id:
        there = there.filter(school=school_id)
    return list(there.order_by("user__name").values_list("user__name", flat=True).distinct())


def named_in(text: str, names: list[str]) -> str:
    """The first name of the list that the text holds, or nothing: a part of it with a capital (or
    after a title), or all of it in any letters. Words like "will" or "mark" are no names."""
    words = WORD.findall(_plain(text))
    titled = {after for before, after in itertools.pairwise(words) if _is_title(before)}
    capital = {word.casefold() for word in words if word[0].isupper()}
    capital |= {word.casefold() for word in titled}
    running = f" {' '.join(words).casefold()} "
    for name in names:
        parts = [word.casefold() for word in WORD.findall(_plain(name))]
        is_whole = len(parts) > 1 and f" {' '.join(parts)} " in running
        if is_whole or capital & {part for part in parts if len(part) >= SHORTEST}:
            return name
    return ""


def _is_title(word):
    return word.casefold() in TITLES


def _plain(text):
    """Without accents; capitals stay."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in text if not unicodedata.combining(letter))
