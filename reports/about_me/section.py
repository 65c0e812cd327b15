"""One kind of record about a person, and all kinds as CSV files."""

import csv
import dataclasses
import io
import zipfile

from people.files.reading import defuse

MOST_IN_A_LINE = 4  # columns: more, or long texts, print line by line under a heading


@dataclasses.dataclass(frozen=True)
class Section:
    """One kind of record: its title, the names of its columns, and a row of texts for each."""

    title: str
    heads: tuple
    rows: list
    is_prose: bool = False

    @property
    def file_name(self):
        return "-".join(self.title.lower().replace("’", "").split()) + ".csv"

    @property
    def is_short(self):
        """Whether a record prints as one line: a table of hundreds takes minutes to lay out."""
        return not self.is_prose and len(self.heads) <= MOST_IN_A_LINE

    @property
    def records(self):
        """Each row as pairs of name and text, the empty ones left out."""
        return [
            [(head, text) for head, text in zip(self.heads, row, strict=True) if text]
            for row in self.rows
        ]


def as_zip(sections) -> bytes:
    """One CSV file a section; nothing in them becomes a formula in a spreadsheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in sections:
            archive.writestr(section.file_name, _as_csv(section))
    return out.getvalue()


def _as_csv(section):
    text = io.StringIO()
    text.write("\ufeff")
    sheet = csv.writer(text)
    sheet.writerow(section.heads)
    sheet.writerows([defuse(cell) for cell in row] for row in section.rows)
    return text.getvalue()
