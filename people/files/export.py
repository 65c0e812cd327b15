"""people.csv and caseload.csv of a school system, in the columns that are read back."""

import csv
import io

from people.files.columns import EXAMPLES, HEADINGS, Kind
from people.files.people_file import BY_FILE
from people.files.reading import defuse
from people.models import CoachAssignment, Membership


def people_rows(system, today):
    """One row for each role a file may give, of everybody whose account is active."""
    held = Membership.objects.filter(school_system=system, role__in=BY_FILE, user__is_active=True)
    held = held.open_or_later(today).select_related("user", "school")
    for membership in held.order_by("school__name", "user__name", "user__email", "role"):
        yield [
            membership.user.email,
            membership.user.name,
            membership.school.name if membership.school else "",
            membership.get_role_display().lower(),
            membership.get_grade_band_display(),
            membership.subjects,
            str(membership.first_year_teaching or ""),
        ]


def caseload_rows(system, today):
    """One row for each assignment that holds or is to begin."""
    rows = CoachAssignment.objects.filter(
        school_system=system, teacher__is_active=True, coach__is_active=True
    )
    rows = rows.open_or_later(today).select_related("teacher", "coach")
    for assignment in rows.order_by("coach__name", "teacher__name", "starts_on"):
        yield [
            assignment.teacher.email,
            assignment.coach.email,
            assignment.kind,
            f"{assignment.starts_on:%m/%d/%Y}",
        ]


ROWS = {Kind.PEOPLE: people_rows, Kind.CASELOAD: caseload_rows}


def export(kind, system, today) -> str:
    """The file of this kind, defused, with the mark that makes spreadsheets read UTF-8."""
    return _text([list(HEADINGS[kind].values()), *ROWS[kind](system, today)])


def template(kind) -> str:
    """The headings and one example row."""
    return _text([list(HEADINGS[kind].values()), EXAMPLES[kind]])


def _text(rows):
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([defuse(cell) for cell in row] for row in rows)
    return out.getvalue()
