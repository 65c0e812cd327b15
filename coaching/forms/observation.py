"""Rounds of formal observation: beginning one, a step's date, areas, and the self-assessment."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from coaching.models import (
    Indicator,
    ObservationArea,
    ObservationRound,
    RoundStep,
    SelfAssessment,
)
from coaching.models.observation import NO_SCORE, SCORE
from core.dates import long_date
from core.fields import TextField
from core.forms import Form
from people.forms.fields import PersonField
from people.forms.rows import RowForm
from people.models import School
from people.school_days import SchoolCalendar

Step = RoundStep.Step
Kind = ObservationArea.Kind
FAR = dt.timedelta(days=400)
TOO_FAR = "Enter a date of this school year or the next"
NOT_YET_HELD = "Enter it once it was held: today or a day before"
SHOW = [
    ("", "Every open round"),
    ("overdue", "Still open after the last day"),
    ("due", "Due today"),
    ("soon", "Due soon"),
    ("closed", "Closed rounds"),
]
BEFORE_EACH = {
    Step.PRE_CONFERENCE: "the_pre_conference_is_not_after_the_visit",
    Step.VISIT: "the_pre_conference_is_not_after_the_visit",
    Step.POST_CONFERENCE: "the_post_conference_is_not_before_its_visit",
    Step.ADJUSTMENT: "the_plan_is_adjusted_after_the_post_conference",
    Step.FOLLOW_UP: "the_targeted_visit_follows_the_post_conference",
}


def check_near(day: dt.date, today: dt.date) -> dt.date:
    """A day of about this school year. Raises ValidationError."""
    if abs(day - today) > FAR:
        raise ValidationError(TOO_FAR)
    return day


def check_school(day: dt.date, calendar: SchoolCalendar) -> dt.date:
    """A day with school, for a formal visit. Raises ValidationError."""
    if not calendar.is_school_day(day):
        raise ValidationError(f"There is no school on {long_date(day)}. Enter a school day")
    return day


def check_held(day: dt.date, today: dt.date) -> dt.date:
    """A day on which something can have been held. Raises ValidationError."""
    if day > today:
        raise ValidationError(NOT_YET_HELD)
    return check_near(day, today)


def check_words(text: str) -> str:
    """Words, not a score. Raises ValidationError."""
    if text and re.match(SCORE, text):
        raise ValidationError(NO_SCORE)
    return text


class RoundFilter(Form):
    """Which rounds are listed: all of it in the address."""

    q = forms.CharField(
        label="Teacher",
        required=False,
        max_length=150,
        widget=forms.SearchInput({"data-search": ""}),
    )
    school = forms.ModelChoiceField(None, required=False, empty_label="All schools")
    show = forms.ChoiceField(label="Show", choices=SHOW, required=False)
    step = forms.ChoiceField(
        label="Step", choices=[("", "Any step"), *Step.choices], required=False
    )

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        self.fields["school"].queryset = School.objects.visible_to(user)

    @property
    def wanted(self):
        """What was asked for, as far as it can be understood."""
        self.is_valid()
        return self.cleaned_data


class PlannedForm(RowForm):
    """Announced or not, for when, and when the next formal visit is expected."""

    submit_label = "Save"
    is_announced = forms.TypedChoiceField(
        label="Is the visit announced?",
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="True",
    )
    constraint_fields = {
        "an_unannounced_visit_has_no_date_beforehand": "visit_planned_on",
        "the_next_visit_comes_after_this_one": "next_visit_by",
        "one_open_round_per_teacher": None,
    }

    class Meta:
        model = ObservationRound
        fields = ["is_announced", "visit_planned_on", "next_visit_by"]
        labels = {"visit_planned_on": "Formal visit planned for"}
        help_texts = {
            "visit_planned_on": "Only where it is announced: everybody around the teacher reads it."
        }
        things = {
            "visit_planned_on": "the day the visit is planned for",
            "next_visit_by": "the day by which the next formal visit is expected",
        }

    def clean_visit_planned_on(self):
        """A day with school, where the day is new: a closure that came later moves it."""
        day = self._near("visit_planned_on")
        school = self._school()
        if day and school and "visit_planned_on" in self.changed_data:
            check_school(day, SchoolCalendar.of(school))
        return day

    def _school(self):
        return self.instance.school

    def clean_next_visit_by(self):
        return self._near("next_visit_by")

    def _near(self, name):
        day = self.cleaned_data[name]
        return day and check_near(day, self.user.today)


class RoundBeginForm(PlannedForm):
    """A new round of somebody whom the person observes or coaches."""

    submit_label = "Begin the round"
    teacher = PersonField(label="Teacher or leader", role="")
    constraint_fields = PlannedForm.constraint_fields | {"one_open_round_per_teacher": "teacher"}
    field_order = ["teacher", "is_announced", "visit_planned_on", "next_visit_by"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teacher"].offer(people)

    def _school(self):
        """The school of whoever is chosen; None where nobody is."""
        teacher = self.cleaned_data.get("teacher")
        return teacher and School(pk=teacher.school_id, school_system_id=teacher.school_system_id)


class StepForm(RowForm):
    """The day one step was done on."""

    submit_label = "Save"
    day = forms.DateField(label="Date")
    constraint_fields = dict.fromkeys(
        (
            "an_unannounced_visit_has_no_date_beforehand",
            "the_next_visit_comes_after_this_one",
            "the_self_assessment_is_not_before_the_visit",
            *BEFORE_EACH.values(),
        ),
        "day",
    )

    class Meta:
        model = ObservationRound
        fields = []

    def __init__(self, *args, line, **kwargs):
        self.line = line
        super().__init__(*args, prefix=line.name, **kwargs)
        field, words = self.fields["day"], f"Enter the day of the {line.label.lower()}"
        field.label = f"{line.label}: day"
        field.error_messages |= dict.fromkeys(("required", "invalid"), f"{words}, like 11/24/2026")
        field.widget.attrs["max"] = self.user.today.isoformat()

    def clean_day(self):
        """Held already, the formal visit on a day with school or today, and the targeted visit not
        before its window: that one would not count."""
        day = check_held(self.cleaned_data["day"], self.user.today)
        if self.line.name == Step.VISIT and day != self.user.today:
            check_school(day, SchoolCalendar.of(self.instance.school))
        first = self.line.step.opens_on
        if self.line.name == Step.FOLLOW_UP and first and day < first:
            raise ValidationError(
                f"The targeted visit counts from {long_date(first)} on. Enter a visit on or after "
                "that day"
            )
        return day


class AreasForm(Form):
    """What the post-conference agreed on: indicator and words for each kind, no score."""

    submit_label = "Save the areas"

    def __init__(self, data=None, *, user, row, areas, is_official, may_lack=()):
        self.row, self.is_official, self.base_fields = row, is_official, {}
        for kind in Kind:
            area = areas.get(kind)
            if is_official or area is None or area.confirmed_at is None:
                self._add(kind, area, user)
        for name in may_lack:
            label = Step(name.removesuffix("_on")).label
            self.base_fields[name] = forms.DateField(
                label=f"{label}: day, as the official record says",
                error_messages={"required": f"Enter the day of the {label.lower()}"},
            )

        super().__init__(data, user=user)

    def _add(self, kind, area, user):
        indicators = Indicator.objects.visible_to(user).of_teachers()
        self.base_fields[f"{kind}_indicator"] = forms.ModelChoiceField(
            indicators,
            label=kind.label,
            required=False,
            initial=area and area.indicator_id,
            empty_label="None",
        )
        self.base_fields[kind.value] = TextField(
            label=f"{kind.label}: what the descriptor says, in words",
            required=False,
            initial=area.descriptor if area else "",
            widget=forms.Textarea({"rows": 3}),
        )

    def clean(self):
        for kind in self.kinds:
            text = self.cleaned_data.get(kind, "")
            if text and re.match(SCORE, text):
                self.add_error(kind, NO_SCORE)
            elif text and not self.cleaned_data.get(f"{kind}_indicator"):
                self.add_error(f"{kind}_indicator", "Choose the indicator of this area")
        for name in self.dates:
            day = self.cleaned_data[name]
            try:
                check_held(day, self.user.today)
            except ValidationError as error:
                self.add_error(name, error)
        self._check_order()
        return super().clean()

    def _check_order(self):
        visit = self.cleaned_data.get("visit_on") or self.row.visit_on
        post = self.cleaned_data.get("post_conference_on")
        if post and visit and post < visit:
            self.add_error(
                "post_conference_on", "Enter a post-conference on or after the day of its visit"
            )

    def tell(self, error: IntegrityError):
        """The words of the constraint that refuses a copied day. Raises `error` where it is none of
        a round's."""
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        rules = {rule.name: rule for rule in ObservationRound._meta.constraints}
        if name not in rules:
            raise error
        self.add_error(None, rules[name].violation_error_message)

    @property
    def kinds(self):
        return [kind.value for kind in Kind if kind.value in self.fields]

    @property
    def areas(self):
        """{kind: (indicator, words), or None}"""
        found = {}
        for kind in self.kinds:
            indicator = self.cleaned_data[f"{kind}_indicator"]
            found[kind] = (indicator, self.cleaned_data[kind]) if indicator else None
        return found

    @property
    def dates(self):
        """{column: day} of what was missing."""
        names = ("visit_on", "post_conference_on")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class SelfAssessmentForm(RowForm):
    """The lesson in the teacher's own words, with the same rubric."""

    submit_label = "Save"
    constraint_fields = {"a_self_assessment_is_in_words_and_no_score": None}

    class Meta:
        model = SelfAssessment
        fields = [
            "reinforcement_indicator",
            "reinforcement",
            "refinement_indicator",
            "refinement",
        ]
        labels = {
            "reinforcement_indicator": "What went well: indicator",
            "reinforcement": "What went well, and what students did then",
            "refinement_indicator": "What I want to work on: indicator",
            "refinement": "What I want to work on, and what I saw students do",
        }
        widgets = {
            "reinforcement": forms.Textarea({"rows": 5}),
            "refinement": forms.Textarea({"rows": 5}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicators = Indicator.objects.visible_to(self.user).of_teachers()
        for name in ("reinforcement_indicator", "refinement_indicator"):
            self.fields[name].queryset = indicators
            self.fields[name].empty_label = "None"

    def clean_reinforcement(self):
        return check_words(self.cleaned_data["reinforcement"])

    def clean_refinement(self):
        return check_words(self.cleaned_data["refinement"])
