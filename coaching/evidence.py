"""Low inference: words that judge instead of saying what was seen. A hint, never a block."""

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]):
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def judgement_words_in(text: str, words) -> list[str]:
    """The words of the system's list that `text` uses, each once, as the list writes them."""
    words = tuple(words)
    if not words:
        return []
    written = {word.lower(): word for word in words}
    found = [match.lower() for match in _pattern(words).findall(text)]
    return [written[word] for word in dict.fromkeys(found)]
