"""From the bytes of a file somebody's spreadsheet wrote to rows of plain text.

Tolerates a byte order mark, CRLF, Windows-1252, semicolons and tabs, and headings in any case and
order. A leading apostrophe before a sign that starts a formula is the export's own and comes off.
"""

import csv
import dataclasses
import io
import re

from core.text import strip_unstorable

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
MAX_CELL = 1000
SIGNS = r"=+\-@\t\r＝＋－＠"
# Where a cell begins: of ours, and of a spreadsheet that splits at semicolons or tabs instead. To
# such a one a quotation mark in the middle of a line is a letter like any other.
BEGINS = r"(^|[;\t\r\n])([ \"]*)"
FORMULA = re.compile(rf"{BEGINS}(?='*[{SIGNS}])")
DEFUSED = re.compile(rf"{BEGINS}'(?='*[{SIGNS}])")


class UnreadableFileError(Exception):
    """The file as a whole cannot be used; the words say what to do."""


@dataclasses.dataclass(frozen=True)
class Table:
    """What a file holds: its headings as written, and its rows numbered as in a spreadsheet."""

    headings: list
    rows: list


def defuse(value: str) -> str:
    """`value` with an apostrophe wherever a spreadsheet would begin to read a formula."""
    return FORMULA.sub(r"\1\2'", value)


def restore(value: str) -> str:
    """`value` without the apostrophes that `defuse` put in."""
    return DEFUSED.sub(r"\1\2", value)


def read_table(data: bytes) -> Table:
    """The headings and rows of a file. Raises UnreadableFileError."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("This file is larger than 2 MB. Split it into smaller files.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or data[:4] == b"%PDF":
        raise UnreadableFileError(
            "This is a workbook or document, not a CSV file. In your spreadsheet choose "
            "“Save as”, then “CSV”, and choose that file here."
        )
    text = strip_unstorable(_decode(data)).lstrip("\ufeff")
    records = _records(text)
    if not records:
        raise UnreadableFileError("This file is empty. Choose a file with a line of headings.")
    headings = records[0][1]
    if len(records) - 1 > MAX_ROWS:
        raise UnreadableFileError(
            f"This file has {len(records) - 1:,} rows. "
            f"Split it into files of {MAX_ROWS:,} or fewer."
        )
    return Table(headings, [(row, cells) for row, cells in records[1:] if any(cells)])


def _decode(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _records(text):
    """(row number, cells) of every record that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(number, [_cell(cell) for cell in cells]) for number, cells in enumerate(reader, 1)]
    except csv.Error as error:
        raise UnreadableFileError(
            f"Line {reader.line_num} cannot be read. "
            "Look for a quotation mark that is never closed."
        ) from error
    return [(number, cells) for number, cells in rows if any(cells)]


def _cell(text):
    return restore(text.strip())[:MAX_CELL]
