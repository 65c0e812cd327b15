"""A pasted table of figures, read row by row: of schools, grades, subjects and student groups.

Never of a student. The first row names the columns: school, grade, subject, student group, n, and
then either `value` or one column for each level, with how many students stand there. Tabs or commas
are both fine.
"""

import csv
import dataclasses
import re
from decimal import Decimal, InvalidOperation

from goals.models import DataPoint

KNOWN = ("school", "grade", "subject", "student group", "n", "value")
MOST_ROWS, MOST_LEVELS = 2000, 8
OF_A_STUDENT = re.compile(
    r"\b(names?|student id|id|sid|lasid|ssn|number of student|birth ?date|dob|e-?mail|address)\b",
    re.I,
)
LIKE_AN_ID = re.compile(r"\d{5,}|\S+@\S+")
LIKE_A_NAME = re.compile(r"^[A-Z][\w’'-]+, ?[A-Z][\w’'-]+|^[A-Z][\w’'-]+ [A-Z][\w’'-]+$")
WORDS_OF_GROUPS = re.compile(
    r"student|learn|english|speak|educat|special|disab|disadvantag|econom|black|white|asian|hispan"
    r"|latin|native|pacific|island|american|african|race|races|multi|gifted|homeless|foster|military"
    r"|migrant|grade|class|math|reading|science|social|studies|language|arts|girls|boys|female|male",
    re.I,
)
NEVER = "never a student"


@dataclasses.dataclass
class Table:
    """What was read: level names, points that can be kept, and errors by row in plain words."""

    levels: list[str] = dataclasses.field(default_factory=list)
    points: list[DataPoint] = dataclasses.field(default_factory=list)
    errors: list[str] = dataclasses.field(default_factory=list)


def read_table(text: str, schools: dict) -> Table:
    """Read pasted text; `schools` gives the schools whose figures may be entered, by lower name."""
    table, rows = Table(), _rows(text)
    if len(rows) < 2:
        table.errors.append("Paste a row with the names of the columns and at least one row below.")
        return table
    if len(rows) > MOST_ROWS + 1:
        table.errors.append(f"Paste {MOST_ROWS} rows or fewer at a time.")
        return table
    columns = [cell.strip().lower() for cell in rows[0]]
    _check_columns(rows[0], columns, table)
    if table.errors:
        return table
    table.levels = [rows[0][place].strip() for place in _level_places(columns)]
    seen = {}
    for number, cells in enumerate(rows[1:], start=2):
        _read_row(number, cells, columns, schools, table, seen)
    return table


def _rows(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    mark = "\t" if "\t" in lines[0] else ","
    rows = csv.reader(lines, delimiter=mark)
    return [row for row in rows if any(cell.strip() for cell in row)]


def _level_places(columns):
    return [place for place, name in enumerate(columns) if name not in KNOWN]


def _check_columns(names, columns, table):
    for name in names:
        if OF_A_STUDENT.search(name):
            table.errors.append(
                f"Row 1: take out the column “{name.strip()}”: {NEVER} is kept here."
            )
    for needed in ("school", "n"):
        if needed not in columns:
            table.errors.append(f"Row 1: there is no column “{needed}”.")
    levels = _level_places(columns)
    if "value" not in columns and not levels:
        table.errors.append("Row 1: add a column “value”, or a column for each level.")
    if "value" in columns and levels:
        table.errors.append("Row 1: use either “value” or columns for levels, not both.")
    if len(levels) > MOST_LEVELS or any(len(names[place].strip()) > 60 for place in levels):
        table.errors.append(f"Row 1: up to {MOST_LEVELS} levels with short names.")
    if len(set(columns)) < len(columns):
        table.errors.append("Row 1: two columns have the same name.")


def _read_row(number, cells, columns, schools, table, seen):
    """Add the row's point, or say what is wrong with it."""
    cells = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    row = dict(zip(columns, cells, strict=False))
    errors = [f"Row {number}: {words}" for words in _wrong(row, columns, schools, cells)]
    if errors:
        table.errors += errors
        return
    point = DataPoint(
        school=schools[row["school"].lower()],
        grade=row.get("grade", ""),
        subject=row.get("subject", ""),
        student_group=row.get("student group", ""),
        n=int(row["n"]),
        value=_number(row["value"]) if "value" in row else None,
        counts=[int(cells[place]) for place in _level_places(columns)],
    )
    key = (point.school.pk, point.grade, point.subject, point.student_group)
    if key in seen:
        table.errors.append(f"Row {number}: it says the same as row {seen[key]}.")
    seen[key] = number
    table.points.append(point)


def _wrong(row, columns, schools, cells):
    if len(cells) > len(columns):
        yield "it has more cells than the first row."
    if row["school"].lower() not in schools:
        yield f"“{row['school'][:60]}” is no school whose figures you enter."
    for name, most in (("grade", 20), ("subject", 60), ("student group", 80)):
        text = row.get(name, "")
        if len(text) > most:
            yield f"keep the {name} to {most} characters."
        elif _like_a_student(text):
            yield f"“{text}” looks like a student: {NEVER} is kept here."
    if not (row["n"].isascii() and row["n"].isdigit()) or len(row["n"]) > 7:
        yield "enter n, how many students, as a number."
    elif int(row["n"]) < 2:
        yield f"n is {int(row['n'])}: a group has two students or more, {NEVER} alone is kept here."
    else:
        yield from _wrong_figures(row, columns, cells)


def _like_a_student(text):
    if LIKE_AN_ID.search(text):
        return True
    return bool(LIKE_A_NAME.search(text)) and not WORDS_OF_GROUPS.search(text)


def _wrong_figures(row, columns, cells):
    if "value" in row:
        value = _number(row["value"])
        if value is None or not -999999 < value < 999999:
            yield "enter the value as a number, like 41.5."
        return
    counts = [cells[place] for place in _level_places(columns)]
    if not all(count.isascii() and count.isdigit() and len(count) < 8 for count in counts):
        yield "enter how many students stand on each level, as numbers."
    elif sum(map(int, counts)) > int(row["n"]):
        yield f"the levels add up to {sum(map(int, counts))}, more than n, {int(row['n'])}."


def _number(text):
    try:
        number = Decimal(text.rstrip("%").strip())
    except InvalidOperation:
        return None
    return number.quantize(Decimal("0.01")) if number.is_finite() and abs(number) < 10**6 else None
