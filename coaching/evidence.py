"""Low inference: words that judge instead of saying what was seen. A hint, never a block."""

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]):
    """Finds any of the words; which group matched says which word it was."""
    any_word = "|".join(f"({re.escape(word)})" for word in words)
    return re.compile(rf"(?<!\w)(?:{any_word})(?!\w)", re.IGNORECASE)


def judgement_words_in(text: str, words) -> list[str]:
    """The words of the system's list that `text` uses, each once, as the list writes them."""
    words = tuple(sorted({word.lower(): word for word in words}.values(), key=len, reverse=True))
    if not words:
        return []
    found = [words[match.lastindex - 1] for match in _pattern(words).finditer(text)]
    return list(dict.fromkeys(found))
