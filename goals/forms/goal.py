"""The forms of a goal: its level first, then what its level asks for."""

from django import forms
from django.db.models import Q

from core.forms import Form
from goals.elements import OF_LEVEL
from goals.models import Goal, Need, SourcePlan
from people.forms.rows import RowForm
from people.models import School, SchoolYear, Team

Level = Goal.Level
NUMBERS = ["statement", "metric", "unit", "baseline", "target", "starts_on", "ends_on"]
TOO_MUCH = "Enter a percentage from 0 to 100"


def levels_for(user) -> list[Goal.Level]:
    """The levels of which this person may write goals (permissions R30, R31, R34)."""
    keeps_school = bool(user.led_school_ids | user.ilt_school_ids)
    allowed = set()
    if user.is_in_system_ilt:
        allowed |= {Level.STRATEGIC, Level.SYSTEM_YEAR, Level.ILT_CYCLE}
    if keeps_school:
        allowed |= set(Level) - {Level.STRATEGIC, Level.SYSTEM_YEAR}
    if user.facilitated_team_ids:
        allowed |= {Level.TC_YEAR, Level.TC_CYCLE}
    return [level for level in Level if level in allowed]


class LevelForm(Form):
    """Which level of the tree a new goal stands on."""

    submit_label = "Go on"
    level = forms.ChoiceField(
        widget=forms.RadioSelect, help_text="Each level serves a goal of a level above."
    )

    class Meta:
        things = {"level": "the level of the goal"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["level"].choices = [(level, level.label) for level in levels_for(user)]

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper


class GoalForm(RowForm):
    """One goal. A draft may leave its numbers open; once work has begun they stay."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    constraint_fields = {
        "a_goal_has_a_window": "ends_on",
        "a_goal_changes_a_number": "target",
        "percentages_of_any_goal_are_up_to_a_hundred": "target",
        "a_goal_serves_a_goal_of_a_level_above": "parent",
    }

    class Meta:
        model = Goal
        fields = ["parent", "orphan_reason", *NUMBERS, "is_priority", "need", "source_plan"]
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}
        labels = {"parent": "The goal it serves", "orphan_reason": "Why it serves no goal above"}
        help_texts = {
            "unit": "A score counts points; a share of students changes by percentage points.",
            "baseline": "Like 72.4, or 41 for 41%.",
            "target": "The number to reach, not the change.",
            "orphan_reason": "Only where it serves none.",
            "is_priority": "One or two at a time: a narrow focus gets done.",
        }
        things = {
            "statement": "what will be different",
            "metric": "what is measured",
            "baseline": "where it stands now",
            "target": "the target",
            "starts_on": "the first day",
            "ends_on": "the day it is to be reached by",
            "need": "the need behind it",
            "source_plan": "the plan it comes from",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["statement"].help_text = "What will be different."
        self._offer_places()
        self._offer_parents()
        self._offer_grounds()
        self._begin_with_the_year()

    @property
    def level(self):
        return Level(self.instance.level)

    @property
    def elements(self):
        """What makes a goal of this level a good one."""
        return OF_LEVEL[self.level]

    def _offer_places(self):
        """A new goal of a school or team says whose it is, where there is a choice."""
        if not self.instance._state.adding:
            return
        if self.level in Goal.OF_TEAMS:
            self._offer("team", "Team", self._teams())
        elif self.level in (Level.SCHOOL, Level.SUBGOAL) and not self.instance.school_id:
            user = self.user
            kept = user.led_school_ids | user.ilt_school_ids
            self._offer("school", "School", School.objects.visible_to(user).filter(pk__in=kept))

    def _teams(self):
        user = self.user
        teams = Team.objects.visible_to(user).current().select_related("school")
        kept = user.led_school_ids | user.ilt_school_ids
        if self.level != Level.ILT_CYCLE:
            mine = Q(school__in=kept) | Q(pk__in=user.facilitated_team_ids)
            return teams.filter(mine, kind=Team.Kind.TC)
        own = Q(kind=Team.Kind.SCHOOL_ILT, school__in=kept)
        if user.is_in_system_ilt:
            own |= Q(kind=Team.Kind.SYSTEM_ILT)
        return teams.filter(own)

    def _offer(self, name, label, rows):
        thing = f"the {name} whose goal it is"
        words = {"required": f"Choose {thing}", "invalid_choice": f"Choose {thing} from the list"}
        field = forms.ModelChoiceField(
            rows, label=label, empty_label=f"Choose {thing}", error_messages=words
        )
        self.fields = {name: field, **self.fields}

    def _offer_parents(self):
        """Goals of an allowed level only: nothing else can be chosen."""
        above = Goal.PARENTS[self.level]
        if not above:
            del self.fields["parent"], self.fields["orphan_reason"]
            return
        goals = Goal.objects.visible_to(self.user).current().filter(level__in=above)
        if self.instance.school_id:
            goals = goals.filter(Q(school=None) | Q(school=self.instance.school_id))
        field = self.fields["parent"]
        field.queryset = goals.select_related("school", "team").order_by("school__name", "pk")
        field.label_from_instance = lambda goal: f"{goal.place}: {goal}"[:160]
        field.empty_label = "None"
        kinds = " or ".join(f"“{Level(level).label}”" for level in above)
        field.help_text = f"A goal of this level serves one of the level {kinds}."
        field.error_messages["invalid_choice"] = (
            f"Choose the goal it serves from the list: it must be of the level {kinds}, "
            "and of the same school where it is a school’s"
        )

    def _offer_grounds(self):
        user = self.user
        needs = Need.objects.visible_to(user).filter(ended_at=None)
        plans = SourcePlan.objects.visible_to(user).filter(ended_at=None)
        if self.instance.school_id:
            here = Q(school=None) | Q(school=self.instance.school_id)
            needs, plans = needs.filter(here), plans.filter(here)
        self.fields["need"].queryset = needs
        self.fields["need"].label = "The need behind it"
        self.fields["need"].label_from_instance = lambda need: f"{need.group}: {need}"[:160]
        self.fields["source_plan"].queryset = plans
        self.fields["source_plan"].label = "The plan it comes from"

    def _begin_with_the_year(self):
        if self.is_bound or not self.instance._state.adding or self.level == Level.STRATEGIC:
            return
        year = SchoolYear.objects.visible_to(self.user).on(self.user.today).first()
        if year:
            self.initial = {"starts_on": year.starts_on, "ends_on": year.ends_on, **self.initial}

    def clean(self):
        cleaned = super().clean()
        self._take_the_place(cleaned)
        self.check_order(
            "starts_on", "ends_on", "Enter a day after the first day", is_same_day_fine=False
        )
        baseline, target = cleaned.get("baseline"), cleaned.get("target")
        if target is not None and target == baseline:
            self.add_error("target", "Enter a target that differs from where it stands now")
        if cleaned.get("unit") in (Goal.Unit.PERCENT, Goal.Unit.PERCENTAGE_POINTS):
            self._check_percentages("baseline", "target")
        return cleaned

    def _take_the_place(self, cleaned):
        """A team's goal stands at the team's school; a parent must be of that school too."""
        goal, team = self.instance, cleaned.get("team")
        if team:
            goal.team, goal.school = team, team.school
        elif cleaned.get("school"):
            goal.school = cleaned["school"]
        parent = cleaned.get("parent")
        if parent and parent.school_id and goal.school_id not in (None, parent.school_id):
            self.add_error("parent", f"Choose a goal of {goal.school}, or of the whole system")

    def _check_percentages(self, *names):
        for name in names:
            if not 0 <= (self.cleaned_data.get(name) or 0) <= 100:
                self.add_error(name, TOO_MUCH)

    def _post_clean(self):
        """Where work begins, or has begun, everything it needs must be there."""
        super()._post_clean()
        if "activate" in self.data:
            self.instance.is_draft = False
        if self.instance.is_draft:
            return
        for name, words in self.instance.missing().items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, words)


class ParentForm(RowForm):
    """A fix for an orphan: the goal it serves, or why it serves none."""

    submit_label = "Save"
    version = GoalForm.base_fields["version"]
    _offer_parents, level = GoalForm._offer_parents, GoalForm.level

    class Meta(GoalForm.Meta):
        fields = ["parent", "orphan_reason"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["version"].initial = self.instance.version
        self._offer_parents()

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("parent") or cleaned.get("orphan_reason") or self.errors):
            self.add_error("parent", "Choose the goal it serves, or say why it serves none")
        return cleaned


class SmartForm(RowForm):
    """The five answers of a goal of a school or a team."""

    submit_label = "Save the answers"
    version = GoalForm.base_fields["version"]

    class Meta:
        model = Goal
        fields = list(Goal.SMART)
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in Goal.SMART}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["version"].initial = self.instance.version


class ResourcesForm(RowForm):
    """What stands behind a goal: which people, how much time and money, which materials."""

    submit_label = "Save the resources"
    version = GoalForm.base_fields["version"]

    class Meta:
        model = Goal
        fields = list(Goal.RESOURCES)
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in Goal.RESOURCES}
        help_texts = {
            "with_people": "Who works on it, by role, like two literacy coaches.",
            "with_time": "Like 45 minutes of planning on Tuesdays.",
            "with_money": "A note on the budget, like $4,000 from Title I.",
            "with_materials": "Curriculum, devices, rooms.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["version"].initial = self.instance.version
