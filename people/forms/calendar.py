import re

from django import forms
from django.core.exceptions import ValidationError

from core.dates import parse_date
from core.forms import Form
from people.forms.rows import RowForm
from people.models import Closure, School, SchoolYear, Term

EXAMPLE = "11/23/2026 - 11/27/2026 Thanksgiving break"
DAY = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})"
UNTIL = rf"(?:\s*(?:-|–|—|to|until|through)\s*({DAY}))?"
LINE = re.compile(rf"^\s*({DAY}){UNTIL}(?:[,;:]\s*|\s+)(.+?)\s*$")
LONGEST_CLOSURE = 120


class YearForm(RowForm):
    submit_label = "Save the school year"
    constraint_fields = {
        "one_school_year_of_each_name": "name",
        "school_years_do_not_overlap": "starts_on",
        "a_school_year_takes_400_days_at_most": "ends_on",
    }

    class Meta:
        model = SchoolYear
        fields = ["name", "starts_on", "ends_on"]
        things = {
            "name": "the name of the school year",
            "starts_on": "the first day of school",
            "ends_on": "the last day of school",
        }

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter a last day after the first day")
        return super().clean()


class TermForm(RowForm):
    submit_label = "Save the term"
    constraint_fields = {"one_term_of_each_name": "name"}

    class Meta:
        model = Term
        fields = ["name", "starts_on", "ends_on"]
        things = {
            "name": "the name of the term, like Fall",
            "starts_on": "the first day of the term",
            "ends_on": "the last day of the term",
        }

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.school_year = year

    def clean(self):
        self.check_order(
            "starts_on", "ends_on", "Enter a last day after the first day", is_same_day_fine=False
        )
        year = self.instance.school_year
        for name in ("starts_on", "ends_on"):
            day = self.cleaned_data.get(name)
            if day and not year.starts_on <= day <= year.ends_on:
                self.add_error(name, f"Enter a day within {year}")
        return super().clean()


class ClosuresForm(Form):
    """Days without school, pasted: one line each, a date or two dates and a name."""

    submit_label = "Add these days"
    school = forms.ModelChoiceField(None, required=False, empty_label="All schools", label="For")
    lines = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        label="Days without school",
        help_text=f"One a line: the first day, the last day, and what it is. Like {EXAMPLE}",
    )

    class Meta:
        things = {"lines": "at least one day without school"}

    def __init__(self, *args, user, year, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.year = year
        self.fields["school"].queryset = School.objects.visible_to(user)

    def clean_lines(self):
        """The lines as (first day, last day, label); every line in error is named."""
        found, errors = [], []
        for number, line in enumerate(self.cleaned_data["lines"].split("\n"), 1):
            if line.strip():
                try:
                    found.append(self._within(*_read(line)))
                except ValidationError as error:
                    errors.append(f"Line {number}: {error.message}")
        if errors:
            raise ValidationError(errors)
        return found

    def _within(self, first, last, label):
        """The line, where it touches the year; elsewhere nobody would see it again."""
        if last < self.year.starts_on or first > self.year.ends_on:
            raise ValidationError(f"enter days within {self.year}")
        return first, last, label

    def closures(self):
        """The rows to save."""
        return [
            Closure(
                school_system_id=self.user.school_system_id,
                school=self.cleaned_data.get("school"),
                starts_on=first,
                ends_on=last,
                label=label,
            )
            for first, last, label in self.cleaned_data["lines"]
        ]


def _read(line):
    match = LINE.match(line)
    if match is None:
        raise ValidationError(f"write it like {EXAMPLE}")
    first = parse_date(match[1].replace(".", "/"), "the first day")
    last = parse_date(match[2].replace(".", "/"), "the last day") if match[2] else first
    if last < first:
        raise ValidationError("enter a last day on or after the first day")
    if (last - first).days > LONGEST_CLOSURE:
        raise ValidationError("enter a shorter span: this is more than a third of a year")
    if len(match[3]) > 100:
        raise ValidationError("shorten the name to 100 characters")
    return first, last, match[3]
