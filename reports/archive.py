"""The ZIP of many plans: one PDF each, named school_teacher_year, and an index sheet."""

import io
import re
import zipfile

import xlsxwriter

from core.dates import long_date
from reports import store

LONGEST = 72  # bytes: three of these, a date and a number stay below the 255 of a file system
INDEX = "index.xlsx"
HEADS = ("File", "School", "Teacher", "Coach", "School year", "Status", "Agreed on", "Note")
WIDTHS = (52, 30, 28, 28, 12, 22, 20, 44)
# A name is a name: nothing a person is called becomes a formula, a link or a number.
PLAIN_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def safe(text: str) -> str:
    """Letters, digits and hyphens of a text, short enough for any file system."""
    name = re.sub(r"[\W_]+", "-", text).strip("-")
    return name.encode()[:LONGEST].decode(errors="ignore").strip("-") or "unnamed"


def plan_file_name(plan) -> str:
    """school_teacher_year.pdf"""
    year = plan.school_year.name if plan.school_year else plan.get_status_display()
    return f"{safe(plan.school.name)}_{safe(plan.teacher.name)}_{safe(year)}.pdf"


def visit_file_name(visit) -> str:
    """school_teacher_visit_date.pdf"""
    day = visit.started_at.astimezone(visit.school_system.zone).date()
    return f"{safe(visit.school.name)}_{safe(visit.teacher.name)}_visit_{day}.pdf"


def walkthrough_file_name(walkthrough) -> str:
    """school_teacher_walkthrough_date.pdf, or formal-visit"""
    day = walkthrough.started_at.astimezone(walkthrough.school_system.zone).date()
    names = (walkthrough.school.name, walkthrough.teacher.name, walkthrough.word)
    return f"{'_'.join(map(safe, names))}_{day}.pdf"


def change_file_name(teacher) -> str:
    """teacher_what-changed_date.pdf"""
    return f"{safe(teacher.name)}_what-changed_{teacher.today}.pdf"


def meeting_file_name(meeting) -> str:
    """The team, what it is, and the day."""
    day = meeting.starts_at.astimezone(meeting.school_system.zone)
    kind = "minutes" if meeting.is_held else "agenda"
    return f"{safe(meeting.team.name)}_{kind}_{day:%Y-%m-%d}.pdf"


def review_file_name(review) -> str:
    """school_data-review_date.pdf"""
    return f"{safe(review.whose)}_data-review_{review.review_on}.pdf"


def study_year_file_name(plan) -> str:
    """school_team_year.pdf"""
    team = plan.team
    return f"{safe(team.school.name)}_{safe(team.name)}_{safe(plan.school_year.name)}.pdf"


def study_file_name(cycle) -> str:
    """team_cycle.pdf"""
    return f"{safe(cycle.year_plan.team.name)}_{safe(cycle.title)[:80]}.pdf"


def me_file_name(person, suffix) -> str:
    """person_everything-about-me_date.pdf, or .zip"""
    return f"{safe(person.name)}_everything-about-me_{person.today}.{suffix}"


def long_range_file_name(plan) -> str:
    """team_long-range-plan_year.pdf"""
    return f"{safe(plan.team.name)}_long-range-plan_{safe(plan.school_year.name)}.pdf"


def unique_names(plans) -> dict:
    """A file name for each plan; the second of the same name gets "-2"."""
    names, taken = {}, {}
    for plan in plans:
        name = plan_file_name(plan)
        taken[name.casefold()] = count = taken.get(name.casefold(), 0) + 1
        names[plan.pk] = name if count == 1 else f"{name.removesuffix('.pdf')}-{count}.pdf"
    return names


def write_archive(file, plans, parts, left_out: dict) -> None:
    """Write the whole ZIP: the PDFs of the parts under their names, then the index."""
    names = unique_names(plans)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for pk, data in printed(parts):
            archive.writestr(names[pk], data)
        archive.writestr(INDEX, index_sheet(plans, names, left_out))


def printed(parts):
    """(record id, PDF) of everything in the files of the parts, one at a time."""
    for part in parts:
        if not part.stored_as:
            continue
        with zipfile.ZipFile(store.path_of(part.stored_as)) as archive:
            for pk in part.record_ids:
                if str(pk) in part.stamps:
                    yield pk, archive.read(str(pk))


def index_sheet(plans, names, left_out) -> bytes:
    """The index: one row a plan, also for those that could not be printed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN_TEXT) as book:
        book.set_properties({"title": "Coaching plans"})
        sheet = book.add_worksheet("Coaching plans")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, bold)
        for number, plan in enumerate(plans, start=1):
            for column, text in enumerate(_cells(plan, names, left_out)):
                sheet.write_string(number, column, text)
    return out.getvalue()


def _cells(plan, names, left_out):
    note = left_out.get(str(plan.pk), "")
    agreed = plan.agreed_at
    return (
        "" if note else names[plan.pk],
        plan.school.name,
        plan.teacher.name,
        plan.coach.name,
        plan.school_year.name if plan.school_year else "",
        plan.get_status_display(),
        long_date(agreed.astimezone(plan.school_system.zone).date()) if agreed else "",
        f"Not printed. {note}" if note else "",
    )
