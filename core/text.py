"""Text that people type: what is taken out, and how much of it fits."""

import re

from django.core.exceptions import ValidationError

MAX_TEXT = 50_000
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def strip_unstorable(text: str) -> str:
    """`text` without NUL and lone surrogates, which no database row or UTF-8 page can hold."""
    return UNSTORABLE.sub("", text) if UNSTORABLE.search(text) else text


def too_long(thing: str, length: int, limit: int) -> str:
    """The words for a text that does not fit: which one, how long it is, how long it may be."""
    name = thing[:1].upper() + thing[1:]
    return f"{name} is {length:,} characters; shorten it to {limit:,}"


def clean_text(text: str, thing: str = "the text", limit: int = MAX_TEXT) -> str:
    """`text` as it is stored: unstorable characters gone, line ends as LF.

    Raises ValidationError when it is longer than `limit` characters.
    """
    text = strip_unstorable(text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limit:
        raise ValidationError(too_long(thing, len(text), limit), code="too_long")
    return text


def lines(text: str) -> list[str]:
    """The lines of a text, each once; empty lines are nothing."""
    return list(dict.fromkeys(line for line in text.split("\n") if line.strip()))
