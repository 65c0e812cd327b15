"""The forms of a long-range plan: one for each row, every cell with what it started from."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from core.autosave import Change, as_posted, one_line_end
from core.dates import long_date
from core.forms import Form
from goals.models import Goal
from ilt.actions.long_range_cells import CellChange
from ilt.models import LongRangePlan, PlanCycle, PlanWeek
from people.forms.rows import RowForm
from people.models import SchoolYear

CYCLE_WEEKS = 6
OUTSIDE_CYCLE = "A week outside its cycle: this cycle runs from {} to {}"
OUTSIDE_YEAR = "Enter a day of the school year, {} to {}"
WEEKS_OUTSIDE = "A week outside its cycle: the plan has a week on {}. Move it first"
TO_NUMBER = "Say what is measured, its unit and the target, or leave all three for later"


class StartForm(Form):
    """The school year of a new plan, and whether it begins as last year's."""

    submit_label = "Start the plan"
    school_year = forms.ModelChoiceField(None, empty_label=None)
    begins = forms.ChoiceField(label="The plan begins", widget=forms.RadioSelect)

    def __init__(self, *args, user, team, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.team = team
        plans = LongRangePlan.objects.visible_to(user).filter(team=team)
        planned = plans.values("school_year")
        years = SchoolYear.objects.visible_to(user).filter(ends_on__gte=user.today)
        self.fields["school_year"].queryset = years.exclude(pk__in=planned).order_by("starts_on")
        self.last = plans.select_related("school_year", "team").first()
        choices = [("empty", "Empty")]
        if self.last:
            choices.append(("copy", f"As a copy of the plan for {self.last.school_year.name}"))
        self.fields["begins"].choices = choices
        self.initial["begins"] = choices[-1][0]


class CellsForm(RowForm):
    """One row of the plan. It hands out what changed and leaves the row alone."""

    submit_label = "Save"

    def __init__(self, data=None, *, user, instance, is_grid=False):
        super().__init__(data, user=user, instance=instance)
        if is_grid:
            self.auto_id = f"{self.kind}-{instance.pk}-%s"
        self._goals()
        for name, field in self.fields.items():
            field.show_hidden_initial = name in self.cells
            if isinstance(field, forms.CharField):
                field.strip = False

    def _goals(self):
        """Nothing, where the row has none."""

    def _post_clean(self):
        """Nothing: the row is written by the action, and Postgres checks it there."""

    def clean(self):
        cleaned = super().clean()
        return cleaned | {name: as_typed(cleaned[name]) for name in self.cells if name in cleaned}

    def changes(self) -> list[CellChange]:
        """The cells that do not say any more what they said when the page was made."""
        names = [name for name in self.changed_data if name in self.cells]
        return [self._change(name, self.data.get(self[name].html_initial_name)) for name in names]

    def one_change(self, change: Change) -> CellChange:
        """What autosave sent, as a typed change. Raises ValidationError with words for the cell,
        KeyError where the row has no such cell."""
        if change.field not in self.cells:
            raise KeyError(change.field)
        kept = {change.field: self.fields[change.field]}
        self.data, self.is_bound, self.fields = {change.field: change.value}, True, kept
        if not self.is_valid():
            raise ValidationError(self.errors[change.field].as_data())
        return self._change(change.field, change.was)

    def _change(self, name, was):
        was = self[name].initial if was is None else was
        field = self.fields[name]
        before = (was or None) if name == "goal" else field.to_python(was)
        return CellChange(name, as_typed(before), self.cleaned_data[name])

    def start_from(self, theirs: dict):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        for name, (text, _by) in theirs.items():
            self.data[self[name].html_initial_name] = text


def as_typed(value):
    """A text with its line ends as LF, a goal as its id; any other value as it is."""
    if isinstance(value, Goal):
        return value.pk
    return one_line_end(value) if isinstance(value, str) else value


class WeekForm(CellsForm):
    kind = "week"
    cells = ("on", *PlanWeek.TEXTS)

    class Meta:
        model = PlanWeek
        fields = ["on", "topics", "outcome", "materials", "actions", "progress"]
        things = {"on": "the week or date"}

    def clean_on(self):
        day, cycle = self.cleaned_data["on"], self.instance.cycle
        if not cycle.starts_on <= day <= cycle.ends_on:
            days = long_date(cycle.starts_on), long_date(cycle.ends_on)
            raise ValidationError(OUTSIDE_CYCLE.format(*days))
        return day


class CycleForm(CellsForm):
    kind = "cycle"
    cells = ("starts_on", "ends_on", "priority", "goal")

    class Meta:
        model = PlanCycle
        fields = ["starts_on", "ends_on", "priority", "goal"]

    def __init__(self, *args, goals=None, **kwargs):
        self.goals = goals
        super().__init__(*args, **kwargs)

    def _goals(self):
        field = self.fields["goal"]
        field.queryset = goals_of(self.instance.plan, self.user)
        field.empty_label = "None yet"
        if self.goals is not None:
            field.choices = [("", "None yet"), *((goal.pk, goal.statement) for goal in self.goals)]

    def clean_starts_on(self):
        return self._within_year(self.cleaned_data["starts_on"])

    def clean_ends_on(self):
        return self._within_year(self.cleaned_data["ends_on"])

    def _within_year(self, day):
        year = self.instance.plan.school_year
        if not year.starts_on <= day <= year.ends_on:
            days = long_date(year.starts_on), long_date(year.ends_on)
            raise ValidationError(OUTSIDE_YEAR.format(*days))
        return day

    def clean(self):
        cleaned = super().clean()
        days = {
            name: cleaned.get(name) or getattr(self.instance, name)
            for name in ("starts_on", "ends_on")
        }
        if not self.errors and days["ends_on"] and days["ends_on"] <= days["starts_on"]:
            name = "ends_on" if "ends_on" in self.fields else "starts_on"
            self.add_error(name, "Enter a last day after the first day")
        if not self.errors and {"starts_on", "ends_on"} & set(self.fields):
            self._check_weeks(days)
        return cleaned

    def _check_weeks(self, days):
        """Weeks that the changed days would leave outside, named."""
        if self.instance._state.adding:
            return
        if all(getattr(self.instance, name) == day for name, day in days.items()):
            return
        weeks = PlanWeek.objects.visible_to(self.user).kept().filter(cycle=self.instance.pk)
        for week in weeks:
            if not days["starts_on"] <= week.on <= days["ends_on"]:
                name = "starts_on" if week.on < days["starts_on"] else "ends_on"
                name = name if name in self.fields else next(iter(self.fields))
                self.add_error(name, WEEKS_OUTSIDE.format(long_date(week.on)))
                return


class CycleWithGoalForm(CycleForm):
    """A cycle on its own page, where its short-term goal can be written in place."""

    statement = forms.CharField(
        label="Or write a new short-term goal",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Specific, measurable, attainable, realistic, timely: what will be different.",
    )
    metric = forms.CharField(label="What is measured", required=False, max_length=200)
    unit = forms.ChoiceField(
        required=False, choices=[("", "Not decided"), *Goal.Unit.choices], label="Unit"
    )
    baseline = forms.DecimalField(
        label="Where it stands now", required=False, max_digits=8, decimal_places=2
    )
    target = forms.DecimalField(label="Target", required=False, max_digits=8, decimal_places=2)
    parent = forms.ModelChoiceField(
        None, label="The goal it serves", required=False, empty_label="None yet"
    )

    def _goals(self):
        super()._goals()
        plan = self.instance.plan
        self.fields["parent"].queryset = parents_for(plan, self.user)

    def clean(self):
        cleaned = super().clean()
        told = [bool(cleaned.get("metric")), bool(cleaned.get("unit"))]
        told.append(cleaned.get("target") is not None)
        if any(told) and not all(told):
            self.add_error("target", TO_NUMBER)
        if any(told) and not (cleaned.get("statement") or "").strip():
            self.add_error("statement", "Write the short-term goal")
        return cleaned

    def new_goal(self) -> Goal | None:
        """The goal that was written: active once it says what is measured, else a draft."""
        values = self.cleaned_data
        if not values["statement"].strip():
            return None
        parent = values["parent"]
        plan = self.instance.plan
        names = ("statement", "metric", "unit", "baseline", "target")
        return Goal(
            school_system_id=plan.school_system_id,
            level=Goal.Level.ILT_CYCLE,
            school_id=plan.school_id,
            team_id=plan.team_id,
            parent=parent,
            parent_level=parent.level if parent else "",
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            is_draft=not values["metric"],
            **{name: values[name] for name in names},
        )


class CycleAddForm(CycleWithGoalForm):
    submit_label = "Add the cycle"
    with_weeks = forms.BooleanField(
        label="Add a week for every meeting of the team", required=False, initial=True
    )

    def __init__(self, data=None, *, user, plan):
        super().__init__(data, user=user, instance=PlanCycle(plan=plan))
        self.initial |= _next_days(plan)

    def cycle(self) -> PlanCycle:
        row = self.instance
        for name in ("starts_on", "ends_on", "priority"):
            setattr(row, name, self.cleaned_data[name])
        row.goal_id = self.cleaned_data["goal"]
        return row


def _next_days(plan):
    """The six weeks after the last cycle, or from the first day of the school year."""
    last = plan.cycles.kept().order_by("-ends_on").first()
    year = plan.school_year
    start = last.ends_on + dt.timedelta(days=1) if last else year.starts_on
    start += dt.timedelta(days=-start.weekday() % 7 if last else 0)
    end = start + dt.timedelta(days=7 * CYCLE_WEEKS - 3 - start.weekday())
    return {"starts_on": min(start, year.ends_on), "ends_on": min(end, year.ends_on)}


def goals_of(plan, user):
    """Short-term goals of the plan's team that nobody has ended."""
    goals = Goal.objects.visible_to(user).current()
    return goals.filter(level=Goal.Level.ILT_CYCLE, team=plan.team_id)


def parents_for(plan, user):
    """Goals that a short-term goal of this team may serve: of the system, or of the school too."""
    goals = Goal.objects.visible_to(user).current()
    of_system = goals.filter(level=Goal.Level.SYSTEM_YEAR)
    if plan.school_id is None:
        return of_system
    levels = (Goal.Level.SCHOOL, Goal.Level.SUBGOAL)
    return of_system | goals.filter(level__in=levels, school=plan.school_id)


def shown(form, theirs: dict) -> list:
    """(cell, stored text in words, who) of the cells that somebody else was faster with."""
    return [
        (form[name], _in_words(form.fields[name], text), by) for name, (text, by) in theirs.items()
    ]


def _in_words(field, text):
    if isinstance(field, forms.ModelChoiceField):
        return next((label for value, label in field.choices if str(value) == text), "")
    if isinstance(field, forms.DateField) and text:
        return long_date(dt.date.fromisoformat(text))
    return text


def cells_of(row) -> dict:
    """{cell: its text as the control holds it}"""
    names = WeekForm.cells if isinstance(row, PlanWeek) else CycleForm.cells
    attrs = {"goal": "goal_id"}
    return {name: as_posted(getattr(row, attrs.get(name, name))) for name in names}
