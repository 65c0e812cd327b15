"""The columns of people.csv and caseload.csv: their headings, other spellings, and the example."""

import re

from people.files.reading import UnreadableFileError
from people.models import ImportBatch

Kind = ImportBatch.Kind
HEADINGS = {
    Kind.PEOPLE: {
        "email": "e-mail",
        "name": "name",
        "school": "school",
        "role": "role",
        "grade_band": "grade band",
        "subjects": "subjects",
        "first_year": "first year of teaching",
    },
    Kind.CASELOAD: {
        "teacher": "teacher e-mail",
        "coach": "coach e-mail",
        "kind": "owner or contributor",
        "start": "start",
    },
}
REQUIRED = {
    Kind.PEOPLE: ("email", "name", "school", "role"),
    Kind.CASELOAD: ("teacher", "coach"),
}
OTHER_SPELLINGS = {
    Kind.PEOPLE: {
        "emailaddress": "email",
        "mail": "email",
        "workemail": "email",
        "fullname": "name",
        "schoolname": "school",
        "gradeband": "grade_band",
        "grades": "grade_band",
        "subject": "subjects",
        "firstyear": "first_year",
        "firstyearteaching": "first_year",
    },
    Kind.CASELOAD: {
        "teacher": "teacher",
        "coach": "coach",
        "kind": "kind",
        "role": "kind",
        "type": "kind",
        "ownercontributor": "kind",
        "starts": "start",
        "startdate": "start",
        "starton": "start",
    },
}
EXAMPLE_EMAILS = {"example.teacher@school.example", "example.coach@school.example"}
EXAMPLES = {
    Kind.PEOPLE: [
        "example.teacher@school.example",
        "Example Teacher",
        "Example Elementary",
        "teacher",
        "Grades 3–5",
        "Mathematics, Science",
        "2019",
    ],
    Kind.CASELOAD: [
        "example.teacher@school.example",
        "example.coach@school.example",
        "owner",
        "08/06/2026",
    ],
}


def spelling(kind, heading: str) -> str:
    """Which column a heading means, or nothing: case, spaces and hyphens make no difference."""
    plain = re.sub(r"[\W_]+", "", heading).lower()
    for name, words in HEADINGS[kind].items():
        if plain == re.sub(r"\W+", "", words):
            return name
    return OTHER_SPELLINGS[kind].get(plain, "")


def kind_of(headings: list) -> str:
    """Whether these are the headings of people.csv or of caseload.csv.

    Raises UnreadableFileError that names the missing column and shows the line of headings.
    """
    for kind in (Kind.CASELOAD, Kind.PEOPLE):
        if set(REQUIRED[kind]) <= {spelling(kind, heading) for heading in headings}:
            return kind
    found = {spelling(Kind.PEOPLE, heading) for heading in headings}
    likely = Kind.PEOPLE if "email" in found else Kind.CASELOAD
    if not any(spelling(likely, heading) for heading in headings):
        likely = Kind.PEOPLE
    found = {spelling(likely, heading) for heading in headings}
    missing = [HEADINGS[likely][name] for name in REQUIRED[likely] if name not in found]
    raise UnreadableFileError(
        f"{likely.label} file: the heading “{missing[0]}” is missing. "
        f"The first line reads: {', '.join(HEADINGS[likely].values())}"
    )


def rows_of(kind, table) -> list[dict]:
    """The rows of a table as dictionaries by column, with `row`, the number a spreadsheet shows.

    Raises UnreadableFileError when a column comes twice.
    """
    columns = [spelling(kind, heading) for heading in table.headings]
    for name in set(columns) - {""}:
        if columns.count(name) > 1:
            words = HEADINGS[kind][name]
            raise UnreadableFileError(f"The column “{words}” comes twice. Keep one of them.")
    empty = dict.fromkeys(HEADINGS[kind], "")
    return [
        empty | {"row": number} | {n: c for n, c in zip(columns, cells, strict=False) if n}
        for number, cells in table.rows
    ]


def unused(kind, headings: list) -> list[str]:
    """Headings of the file that mean nothing here."""
    return [heading for heading in headings if heading and not spelling(kind, heading)]
