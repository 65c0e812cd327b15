"""A coach's log: what is there already, visits, meetings and supports, read as one list.

Nothing is written twice: a visit logs itself, a meeting comes from its feedback. Each kind of row
comes through its own `visible_to`, and all of them in one query.
"""

import csv
import dataclasses
import datetime as dt
import io

from django.db.models import Case, CharField, DateField, F, IntegerField, Value, When
from django.db.models.functions import Cast, Coalesce, Extract, Round, TruncDate
from django.urls import reverse

from coaching.models import FeedbackMeeting, Support, Visit
from people.files.reading import defuse

COLUMNS = ("what", "row", "on", "teacher_name", "detail", "length")
WHAT = {"visit": "Visit", "meeting": "Feedback meeting", "support": "Support"}
PAGES = {
    "visit": "coaching:visit_detail",
    "meeting": "coaching:feedback_detail",
    "support": "coaching:support_detail",
}
DETAILS = dict(Visit.Kind.choices) | dict(Support.Kind.choices)
HEADINGS = ("Date", "Teacher", "What", "Kind", "Minutes")


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing a coach did, on one day; `minutes` is None where nobody noted a length."""

    what: str
    row: str
    on: dt.date
    teacher: str
    detail: str
    minutes: int | None

    @property
    def title(self):
        return WHAT[self.what]

    @property
    def kind(self):
        return DETAILS.get(self.detail, "")

    @property
    def url(self):
        return reverse(PAGES[self.what], args=[self.row])


@dataclasses.dataclass(frozen=True)
class Log:
    """The lines that were asked for, newest first, and what they come to."""

    lines: list[Line]

    @property
    def totals(self):
        """(what, how many, minutes) of each kind of line that is there."""
        for what, title in WHAT.items():
            lines = [line for line in self.lines if line.what == what]
            if lines:
                yield title, len(lines), sum(line.minutes or 0 for line in lines)

    @property
    def minutes(self):
        return sum(line.minutes or 0 for line in self.lines)

    @property
    def as_csv(self):
        """Dates, names, kinds and minutes: no text of a support leaves by this door."""
        out = io.StringIO()
        out.write("\ufeff")
        sheet = csv.writer(out)
        sheet.writerow(HEADINGS)
        for line in self.lines:
            cells = (line.teacher, line.title, line.kind, str(line.minutes or ""))
            sheet.writerow([f"{line.on:%m/%d/%Y}", *map(defuse, cells)])
        return out.getvalue()


def log_of(coach, *, what="", teacher=None, since=None, until=None) -> Log:
    """The log of `coach` between two days, of one teacher or one kind where asked: one query."""
    kinds = {"visit": _visits, "meeting": _meetings, "support": _supports}
    wanted = [rows(coach) for name, rows in kinds.items() if what in ("", name)]
    first, *others = (_narrowed(rows, teacher, since, until) for rows in wanted)
    rows = first.union(*others, all=True) if others else first
    return Log([Line(*(row[name] for name in COLUMNS)) for row in rows.order_by("-on", "row")])


def _narrowed(rows, teacher, since, until):
    if teacher:
        rows = rows.filter(teacher=teacher)
    if since:
        rows = rows.filter(on__gte=since)
    if until:
        rows = rows.filter(on__lte=until)
    return rows.order_by().values(*COLUMNS)


def _in_columns(rows, *, what, on, detail, length):
    """The six columns in which all kinds of lines are read together."""
    return rows.annotate(
        what=Value(what, CharField()),
        row=F("pk"),
        on=on,
        teacher_name=F("teacher__name"),
        detail=Cast(detail, CharField()),
        length=Cast(length, IntegerField()),
    )


def _visits(coach):
    """Visits held; one that lasts has no length yet, one whose hours nobody noted has none."""
    rows = Visit.objects.visible_to(coach).held().filter(coach=coach)
    noted = Round(Extract(F("ended_at") - F("started_at"), "epoch") / 60)
    minutes = Case(When(hours_are_known=True, then=noted))
    on = TruncDate("started_at", tzinfo=coach.zone)
    return _in_columns(rows, what="visit", on=on, detail=F("kind"), length=minutes)


def _meetings(coach):
    rows = FeedbackMeeting.objects.visible_to(coach).filter(coach=coach)
    on = Coalesce("held_on", TruncDate("created_at", tzinfo=coach.zone), output_field=DateField())
    nothing = Value(None, IntegerField())
    return _in_columns(rows, what="meeting", on=on, detail=Value(""), length=nothing)


def _supports(coach):
    rows = Support.objects.visible_to(coach).kept().filter(coach=coach)
    length = F("minutes")
    return _in_columns(rows, what="support", on=F("given_on"), detail=F("kind"), length=length)
