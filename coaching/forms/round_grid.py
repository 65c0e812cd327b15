"""The grid of a round: cells of text, so that what was typed stands there whatever it is."""

import dataclasses
import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from coaching.forms.observation import check_held, check_near, check_school, check_words
from coaching.models import Indicator
from coaching.round_grid import AREAS, COLUMNS, DATES, NEXT, OPEN, GridLine
from core.autosave import one_line_end
from core.dates import long_date, parse_date
from core.forms import Form
from people.models import School
from people.school_days import SystemCalendar

LABELS = {
    "pre_conference_on": "Pre-conference",
    "visit_on": "Formal visit",
    "post_conference_on": "Post-conference",
    "reinforcement": "Reinforcement area",
    "refinement": "Refinement area",
}
ORDER = (
    ("pre_conference_on", "visit_on"),
    ("visit_on", "self_assessment_on"),
    ("visit_on", "post_conference_on"),
    ("post_conference_on", "adjustment_on"),
    ("post_conference_on", "follow_up_on"),
    ("visit_on", "next_visit_by"),
)
NOT_THE_SAME_DAY = ("follow_up_on", "next_visit_by")
NAMES = LABELS | {
    "self_assessment_on": "Self-assessment",
    "adjustment_on": "Plan adjusted",
    "follow_up_on": "Targeted informal visit",
    "next_visit_by": "Next formal visit",
}
NO_CODE = "Begin with the code of an indicator, like {}"
VISIT_FIRST = "Enter the day of the formal visit first"
UNANNOUNCED = "An unannounced visit gets its date once it was held"
CHANGED = "Somebody entered “{}” meanwhile. Save yours again to replace it"
EMPTIED = "Somebody emptied this meanwhile. Save yours again to replace it"


@dataclasses.dataclass
class LineChange:
    """What somebody changed in one line: {column: date, (indicator, words) or None}."""

    line: GridLine
    values: dict

    @property
    def dates(self):
        return {column: self.values[column] for column in DATES if column in self.values}

    @property
    def areas(self):
        return {kind: self.values[kind] for kind in AREAS if kind in self.values}


class GridFilter(Form):
    """Which teachers stand in the grid, and which round it is about: all of it in the address."""

    q = forms.CharField(
        label="Teacher",
        required=False,
        max_length=150,
        widget=forms.SearchInput({"data-search": ""}),
    )
    school = forms.ModelChoiceField(None, required=False, empty_label="All schools")
    round = forms.ChoiceField(
        label="Round",
        required=False,
        choices=[("", "The open round, or a first one"), (NEXT, "The next round")],
    )

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        self.fields["school"].queryset = School.objects.visible_to(user)
        self.is_valid()

    @property
    def mode(self):
        return self.cleaned_data.get("round") or OPEN

    def narrow(self, teachers):
        for word in self.cleaned_data.get("q", "").split():
            teachers = teachers.filter(name__icontains=word)
        school = self.cleaned_data.get("school")
        return teachers.filter(school_id=school.pk) if school else teachers


class RoundGridForm(Form):
    """Five cells a teacher. Only cells that were changed are read; each knows what it began from,
    so that two people in one grid do not undo each other's work."""

    def __init__(self, data=None, *, user, lines):
        self.lines, self.has_conflict, self.changes = lines, False, []
        self.base_fields = {
            name_of(line, column): _cell(line, column) for line in lines for column in COLUMNS
        }
        super().__init__(data, user=user)

    def rows(self):
        """(line, its cells) in order."""
        return [
            (line, [(LABELS[column], self[name_of(line, column)]) for column in COLUMNS])
            for line in self.lines
        ]

    def clean(self):
        changed = {line.teacher.pk: self._changed(line) for line in self.lines}
        indicators = self._indicators() if any(changed.values()) else {}
        for line in self.lines:
            if columns := changed[line.teacher.pk]:
                self._read_line(line, columns, indicators)
        return super().clean()

    def _indicators(self):
        """{code in small letters: indicator}: one query."""
        rows = Indicator.objects.visible_to(self.user).of_teachers()
        return {indicator.code.casefold(): indicator for indicator in rows}

    def _changed(self, line):
        """The columns whose cells do not say what they said when the page was made."""
        return [
            column
            for column in COLUMNS
            if self._text(line, column) != self._began_from(line, column)
            and self._text(line, column) != line.text(column)
        ]

    def _text(self, line, column):
        return one_line_end(self.cleaned_data.get(name_of(line, column), ""))

    def _began_from(self, line, column):
        name = self.add_initial_prefix(name_of(line, column))
        return one_line_end(self.data.get(name, line.text(column)))

    def _read_line(self, line, columns, indicators):
        values = {}
        for column in columns:
            self._check_conflict(line, column)
            try:
                values[column] = self._value(line, column, indicators)
            except ValidationError as error:
                self.add_error(name_of(line, column), error)
        if all(column in values for column in columns):
            self._check_line(line, values)
        self.changes.append(LineChange(line, values))

    def _check_conflict(self, line, column):
        """Somebody else has changed the cell since: say what it says now."""
        stored = line.text(column)
        if stored != self._began_from(line, column):
            self.has_conflict = True
            words = CHANGED.format(stored) if stored else EMPTIED
            self.add_error(name_of(line, column), words)
            self.data = self.data.copy()
            self.data[self.add_initial_prefix(name_of(line, column))] = stored

    def _value(self, line, column, indicators):
        text = self._text(line, column).strip()
        if not text:
            return None
        if column in AREAS:
            return self._area(text, indicators)
        day = parse_date(text, f"the day of the {LABELS[column].lower()}")
        if column == "visit_on" and day > self.user.today:
            return check_near(day, self.user.today)
        return check_held(day, self.user.today)

    def _area(self, text, indicators):
        code, *rest = text.split(maxsplit=1)
        indicator = indicators.get(code.rstrip(":.,;–-").casefold())
        if indicator is None:
            example = next((one.code for one in indicators.values()), "QU")
            raise ValidationError(NO_CODE.format(example))
        words = re.sub(r"^[\s:–-]+", "", rest[0]) if rest else ""
        return indicator, check_words(words)

    def _check_line(self, line, values):
        """The rules of the database, said at the cell that was changed."""
        if values.get("visit_on") not in (None, self.user.today):
            self._check_school(line, values["visit_on"])
        days = {name: values.get(name, self._stored(line, name)) for name in NAMES}
        if days["visit_on"] and days["visit_on"] > self.user.today:
            self._check_planned(line, values)
            days["visit_on"] = None
        if days["post_conference_on"] and not days["visit_on"]:
            self.add_error(name_of(line, "visit_on"), VISIT_FIRST)
        for earlier, later in ORDER:
            if days[earlier] and days[later] and _are_reversed(days, earlier, later):
                self._tell_order(line, values, days, earlier, later)

    def _check_school(self, line, day):
        try:
            check_school(day, self._calendar.at(line.teacher.school_id))
        except ValidationError as error:
            self.add_error(name_of(line, "visit_on"), error)

    @cached_property
    def _calendar(self):
        return SystemCalendar.of(self.user.school_system_id)

    def _check_planned(self, line, values):
        """A visit still to come is planned, and so announced."""
        if line.row and not line.row.is_announced and "visit_on" in values:
            self.add_error(name_of(line, "visit_on"), UNANNOUNCED)

    def _stored(self, line, name):
        if name in DATES:
            return line.date(name)
        return getattr(line.row, name, None)

    def _tell_order(self, line, values, days, earlier, later):
        """At the cell that was changed: the later one where both were."""
        if later in values:
            column, words = later, f"on or after the {NAMES[earlier].lower()}"
            other = days[earlier]
        else:
            column, words = earlier, f"on or before the {NAMES[later].lower()}"
            other = days[later]
        self.add_error(name_of(line, column), f"Enter a day {words}, {long_date(other)}")


def _are_reversed(days, earlier, later):
    if later in NOT_THE_SAME_DAY:
        return days[earlier] >= days[later]
    return days[earlier] > days[later]


def name_of(line, column) -> str:
    return f"{column}-{line.teacher.pk}"


def teachers_in(data) -> list[str]:
    """Ids of the teachers whose cells were sent, as text."""
    prefix = f"{COLUMNS[0]}-"
    return [name.removeprefix(prefix) for name in data if name.startswith(prefix)]


def _cell(line, column):
    attrs = {"size": 11} if column in DATES else {"size": 24}
    return forms.CharField(
        label=f"{LABELS[column]}: {line.teacher.name}",
        required=False,
        initial=line.text(column),
        show_hidden_initial=True,
        strip=False,
        widget=forms.TextInput(attrs | {"autocomplete": "off"}),
    )
