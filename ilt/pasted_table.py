"""A table as it comes out of a document: rows of cells, whether with tabs, bars or as HTML."""

import csv
import io
import re
from html.parser import HTMLParser

from core.autosave import one_line_end

LINE_OF_DASHES = re.compile(r"^[\s|:+-]+$")
BREAKS = {"br", "p", "div", "li"}


def rows_of_table(text: str) -> list[list[str]]:
    """The rows of a pasted table, each cell without spaces around; empty where it is no table."""
    text = one_line_end(text)
    if re.search(r"<t[rd]\b", text, re.IGNORECASE):
        rows = _from_html(text)
    elif "\t" in text:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    elif "|" in text:
        rows = [_at_bars(line) for line in text.splitlines() if not LINE_OF_DASHES.match(line)]
    else:
        return []
    return [[cell.strip() for cell in row] for row in rows]


def _at_bars(line):
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def _from_html(text):
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.rows


class _Reader(HTMLParser):
    """Text of the cells alone: tags, scripts and styles are left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.rows, self.is_in_cell, self.hidden = [], False, 0

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows = self.rows or [[]]
            self.rows[-1].append("")
            self.is_in_cell = True
        elif tag in ("script", "style"):
            self.hidden += 1
        elif tag in BREAKS and self.is_in_cell and self.rows[-1][-1].strip():
            self.rows[-1][-1] = f"{self.rows[-1][-1].rstrip()}\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.is_in_cell = False
        elif tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data):
        if self.is_in_cell and not self.hidden:
            self.rows[-1][-1] += re.sub(r"\s+", " ", data)
