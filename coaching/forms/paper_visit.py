"""A visit made on paper, entered afterwards."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from coaching.models import LookForMark, Visit
from coaching.paper import MOST_NOTES, on_day, read_notes
from core.fields import TextField
from core.forms import Form

LATER = "Enter a day that has come: what is ahead is a planned visit"


class PaperVisitForm(Form):
    """When it was, what was seen, and how the look-fors of the open steps showed."""

    visit_id = forms.CharField(widget=forms.HiddenInput)
    planned = forms.ModelChoiceField(
        label="Was this visit planned?",
        queryset=None,
        required=False,
        blank=True,  # else radio buttons have no first choice
        empty_label="No, it was not on the plan",
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label="Date of the visit")
    starts = forms.TimeField(label="Start", required=False)
    ends = forms.TimeField(label="End", required=False)
    period = forms.CharField(
        label="Period",
        max_length=Visit._meta.get_field("period").max_length,
        required=False,
        help_text="Like 2nd period. Enough where you did not note the times.",
    )
    kind = forms.ChoiceField(
        label="Kind of visit", choices=Visit.COACHING_KINDS, widget=forms.RadioSelect
    )
    notes = TextField(
        label="Notes",
        required=False,
        help_text="A line for each note, with the time in front where you wrote it down: 9:05 Six "
        "students write. Initials instead of student names.",
        widget=forms.Textarea({"rows": 10}),
    )

    class Meta:
        things = {"day": "the date of the visit", "starts": "the start", "ends": "the end"}

    def __init__(self, data=None, *, user, planned, look_fors, **kwargs):
        super().__init__(data, user=user, **kwargs)
        self.look_fors = {f"mark-{row['pk']}": row for row in look_fors}
        self.fields["planned"].queryset = planned
        self.fields["planned"].label_from_instance = _words
        if not planned:
            del self.fields["planned"]
        self.fields["day"].widget.attrs["max"] = user.today.isoformat()
        for name, row in self.look_fors.items():
            self.fields[name] = forms.ChoiceField(
                label=row["text"],
                choices=LookForMark.Value.choices,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def about_the_visit(self):
        return [field for field in self if field.name not in self.look_fors]

    @property
    def items(self):
        """The look-fors' fields, those about the teacher first."""
        return [self[name] for name in self.look_fors]

    @property
    def marks(self):
        """(what kind of look-for, its id, how it showed) of each that was marked."""
        rows = ((row, self.cleaned_data[name]) for name, row in self.look_fors.items())
        return [(row["field"], row["pk"], value) for row, value in rows if value]

    def clean_visit_id(self):
        """The id that the page was made with: the form sent twice enters one visit."""
        try:
            return uuid.UUID(self.cleaned_data["visit_id"])
        except ValueError:
            raise ValidationError("Open this page anew, and enter the visit there") from None

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.user.today:
            raise ValidationError(LATER)
        return day

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if {"starts", "ends", "period"} <= data.keys():
            self._check_times(starts, ends, data["period"])
        if "notes" in data:
            data["lines"] = read_notes(data["notes"], starts, ends)
            if len(data["lines"]) > MOST_NOTES:
                self.add_error("notes", f"Enter {MOST_NOTES} notes at most; this has more lines")
        return data

    def _check_times(self, starts, ends, period):
        if bool(starts) != bool(ends):
            missing, thing = ("starts", "start") if ends else ("ends", "end")
            self.add_error(missing, f"Enter the {thing}, like 9:05 AM, or leave both out")
        elif not starts and not period:
            self.add_error("starts", "Enter the start and the end, or the period")
        elif starts and ends < starts:
            self.add_error("ends", "Enter an end time after the start time")

    @property
    def visit(self):
        """The visit in moments of the school's clocks."""
        data = self.cleaned_data
        return on_day(data["day"], data["starts"], data["ends"], data["lines"], self.user.zone)


def _words(visit):
    when = f"{visit.planned_on:%a, %b} {visit.planned_on.day}"
    return f"Yes, for {when}, {visit.period}" if visit.period else f"Yes, for {when}"
