"""Whether a text names somebody of a list: where texts are to hold no names."""

import itertools
import re
import unicodedata

SHORTEST = 3  # letters of a name that is looked for
WORD = re.compile(r"[^\W\d_]+")
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr"}


def named_in(text: str, names: list[str], *, any_letters=False) -> str:
    """The first name of the list that the text holds, or nothing: a part of it with a capital (or
    after a title), or all of it in any letters. Words like "will" or "mark" are no names, unless
    `any_letters` says that a part in small letters is one too: for labels of a few words."""
    words = WORD.findall(_plain(text))
    said = {word.casefold() for word in words if any_letters or word[0].isupper()}
    said |= {after.casefold() for before, after in itertools.pairwise(words) if _is_title(before)}
    running = f" {' '.join(words).casefold()} "
    for name in names:
        parts = [word.casefold() for word in WORD.findall(_plain(name))]
        is_whole = len(parts) > 1 and f" {' '.join(parts)} " in running
        if is_whole or said & {part for part in parts if len(part) >= SHORTEST}:
            return name
    return ""


def _is_title(word):
    return word.casefold() in TITLES


def _plain(text):
    """Without accents; capitals stay."""
    text = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in text if not unicodedata.combining(letter))
