"""The yearly plan, its cycles of study and their milestones."""

from django import forms
from django.core.exceptions import ValidationError

from collaboration.models import Milestone, StudyCycle, YearPlan
from collaboration.models.cycle import LEVELS
from goals.models import Goal
from people.forms.rows import RowForm
from people.models import SchoolYear


def offer_goals(form, team, level):
    """Goals of the team that somebody still works on, and the one that is chosen."""
    goals = Goal.objects.visible_to(form.user).filter(team=team, level=level)
    field = form.fields["goal"]
    field.queryset = goals.current() | goals.filter(pk=form.instance.goal_id)
    field.empty_label = "None yet"


class YearPlanForm(RowForm):
    """Which goal the year serves, and what the team has switched on."""

    submit_label = "Save the yearly plan"
    constraint_fields = {"one_plan_of_a_collaboration_team_a_year": "school_year"}

    class Meta:
        model = YearPlan
        fields = ["goal", "uses_field_tests", "hours_a_month"]
        things = {"goal": "the yearly goal", "hours_a_month": "the hours of learning a month"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_goals(self, self.instance.team, Goal.Level.TC_YEAR)


class YearPlanStartForm(YearPlanForm):
    """A yearly plan begins with its school year."""

    school_year = forms.ModelChoiceField(queryset=SchoolYear.objects.none(), label="School year")
    field_order = ["school_year", "goal"]

    class Meta(YearPlanForm.Meta):
        fields = ["goal"]
        things = {"school_year": "the school year", "goal": "the yearly goal"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        years = SchoolYear.objects.visible_to(user)
        planned = YearPlan.objects.visible_to(user).filter(team=self.instance.team_id)
        self.fields["school_year"].queryset = years.filter(ends_on__gte=user.today).exclude(
            pk__in=planned.values("school_year")
        )
        self.initial.setdefault("school_year", years.on(user.today).first())

    def clean(self):
        cleaned = super().clean()
        self.instance.school_year = cleaned.get("school_year")
        return cleaned


class CycleForm(RowForm):
    """What is studied, over how many meetings, towards which goal."""

    submit_label = "Save the cycle"
    levels = forms.CharField(
        label="Levels of student work",
        help_text="Two to six, a line each, lowest first.",
        widget=forms.Textarea({"rows": 4}),
    )
    constraint_fields = {
        "a_cycle_of_study_has_meetings": "meeting_count",
        "a_cycle_of_study_has_a_window": "ends_on",
        "a_cycle_of_study_has_levels": "levels",
    }

    class Meta:
        model = StudyCycle
        fields = [
            "kind",
            "title",
            "source_unit",
            "meeting_count",
            "starts_on",
            "ends_on",
            "goal",
            "levels",
            "reached_from",
        ]
        widgets = {"kind": forms.RadioSelect}
        things = {
            "kind": "what kind of cycle it is",
            "title": "what is studied",
            "source_unit": "the unit of the curriculum",
            "meeting_count": "the number of meetings",
            "starts_on": "the first day",
            "ends_on": "the last day",
            "levels": "the levels",
            "reached_from": "the level that is good enough",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"].choices = StudyCycle.Kind.choices
        self.fields["title"].label = "What is studied"
        self.initial["levels"] = "\n".join(self.instance.levels)
        offer_goals(self, self.instance.year_plan.team, Goal.Level.TC_CYCLE)

    def clean_levels(self):
        lines = [line.strip() for line in self.cleaned_data["levels"].splitlines()]
        levels = list(dict.fromkeys(line for line in lines if line))
        fewest, most = LEVELS
        if not fewest <= len(levels) <= most:
            raise ValidationError("Enter two to six levels, a line each")
        longest = StudyCycle._meta.get_field("levels").base_field.max_length
        if any(len(level) > longest for level in levels):
            raise ValidationError(f"Enter levels of up to {longest} characters")
        return levels

    def clean(self):
        cleaned = super().clean()
        self.check_order(
            "starts_on", "ends_on", "Enter a day after the first day", is_same_day_fine=False
        )
        self._check_year()
        levels, reached = cleaned.get("levels"), cleaned.get("reached_from")
        if levels and reached and reached > len(levels):
            self.add_error("reached_from", f"Enter a number from 2 to {len(levels)}")
        return cleaned

    def _check_year(self):
        """A cycle lies in its school year."""
        year = self.instance.year_plan.school_year
        for name in ("starts_on", "ends_on"):
            day = self.cleaned_data.get(name)
            if day and not year.starts_on <= day <= year.ends_on:
                self.add_error(name, f"Enter a day of the school year {year.name}")


class MilestoneForm(RowForm):
    """What shows on the way that the cycle comes along."""

    submit_label = "Save the milestone"

    class Meta:
        model = Milestone
        fields = ["due_on", "text"]
        things = {"due_on": "the day", "text": "what shows it"}
