"""The forms of learning walks and of the register of best practices."""

from django import forms
from django.db.models import Q

from coaching.models import BankLookFor
from core.forms import Form
from core.text import too_long
from goals.models import Goal
from ilt.forms.nameless import NamelessForm
from ilt.forms.shared import offer_schools
from ilt.models import BestPractice, LearningWalk, WalkLookFor

LONGEST = 300
NOTHING = "Choose look-fors of the bank, or type one"
NO_CHANCE = "No chance"
LOOKED_AT = (Goal.Level.SYSTEM_YEAR, Goal.Level.SCHOOL, Goal.Level.SUBGOAL)
OTHER_SCHOOL = "Choose a goal of the school of the walk, or of the whole system"


def goals_to_look_at(user, walk):
    """Active goals, priorities first: of the walk's school or of those the person leads, and of the
    whole system; and the goal the walk has."""
    schools = {walk.school_id} if walk.school_id else user.led_school_ids | user.ilt_school_ids
    goals = Goal.objects.visible_to(user).select_related("school", "team")
    is_anywhere = user.is_in_system_ilt and not walk.school_id
    there = Q() if is_anywhere else Q(school=None) | Q(school__in=schools)
    mine = Q(there, ended_at=None, is_draft=False, level__in=LOOKED_AT)
    return goals.filter(mine | Q(pk=walk.goal_id)).order_by("-is_priority", "school", "pk")


class WalkForm(NamelessForm):
    """A walk: where, when, what is looked at, and its look-fors."""

    submit_label = "Save the walk"
    shared = ("guiding_questions", "evidence")
    nameless = ("focus", "guiding_questions", "evidence", "typed")
    typed = forms.CharField(
        required=False,
        label="More look-fors, in your own words",
        help_text="A line each.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = LearningWalk
        fields = ["focus", "walked_on", "goal", "guiding_questions", "evidence"]
        things = {"focus": "what you look at", "walked_on": "the day of the walk"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["goal"].queryset = goals_to_look_at(user, self.instance)
        self.fields["goal"].label_from_instance = lambda goal: f"{goal.place}: {goal}"[:160]

    def clean_goal(self):
        """Of the school of the walk, or of the whole system."""
        goal, school = self.cleaned_data["goal"], self.school_id()
        if goal and school and goal.school_id not in (None, school):
            raise forms.ValidationError(OTHER_SCHOOL)
        return goal

    def clean_typed(self):
        """The lines, each short enough for a look-for."""
        lines = [line.strip() for line in self.cleaned_data["typed"].splitlines()]
        for line in lines:
            if len(line) > LONGEST:
                raise forms.ValidationError(too_long("a look-for", len(line), LONGEST))
        return "\n".join(line for line in lines if line)

    def look_fors(self):
        """(look-fors of the bank, typed lines)"""
        cleaned = self.cleaned_data
        return {"bank": cleaned.get("bank", []), "typed": cleaned["typed"].splitlines()}


class WalkStartForm(WalkForm):
    """A new walk, with look-fors of the bank."""

    submit_label = "Begin the walk"
    bank = forms.ModelMultipleChoiceField(
        queryset=BankLookFor.objects.none(),
        required=False,
        label="Look-fors of the bank",
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["school", "focus", "walked_on", "goal", "guiding_questions", "bank", "typed"]

    class Meta(WalkForm.Meta):
        fields = ["school", "focus", "walked_on", "goal", "guiding_questions"]
        things = WalkForm.Meta.things | {"school": "the school"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        bank = BankLookFor.objects.visible_to(user).offered().select_related("indicator")
        self.fields["bank"].queryset = bank
        self.fields["bank"].label_from_instance = lambda row: f"{row.indicator.code}: {row.text}"
        offer_schools(self, user)
        if user.is_in_system_ilt:
            self.fields["school"].empty_label = "Choose the school"

    def school_id(self):
        school = self.cleaned_data.get("school")
        return school.pk if school else None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["bank"] and not cleaned["typed"]:
            self.add_error("typed", NOTHING)
        return cleaned


class TallyForm(Form):
    """One classroom: a tap for each look-for. Nothing is chosen before."""

    def __init__(self, *args, look_fors, **kwargs):
        super().__init__(*args, **kwargs)
        self.look_fors = look_fors
        for look_for in look_fors:
            self.fields[str(look_for.pk)] = forms.ChoiceField(
                choices=[*WalkLookFor.MARKS.items(), ("none", NO_CHANCE)],
                label=look_for.text,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error(None, "Mark at least one look-for")
        return cleaned

    @property
    def marks(self):
        """{id: mark} of what was tapped."""
        return {row.pk: self.cleaned_data[str(row.pk)] for row in self.look_fors}


class CorrectForm(Form):
    """The numbers of a walk, to be put right."""

    submit_label = "Save the numbers"
    classrooms = forms.IntegerField(min_value=0, max_value=500, label="Classrooms seen")

    def __init__(self, *args, walk, look_fors, **kwargs):
        super().__init__(*args, **kwargs)
        self.look_fors = look_fors
        self.initial["classrooms"] = walk.classrooms
        for look_for in look_fors:
            for column, words in WalkLookFor.MARKS.items():
                self.fields[f"{look_for.pk}-{column}"] = forms.IntegerField(
                    min_value=0,
                    max_value=500,
                    label=f"{look_for.text}: {words.lower()}",
                    initial=getattr(look_for, column),
                )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for look_for, numbers in self.counts.items():
                if sum(numbers.values()) > cleaned["classrooms"]:
                    words = "These are more than the classrooms seen"
                    self.add_error(f"{look_for.pk}-seen", words)
        return cleaned

    @property
    def counts(self):
        """{look-for: {column: number}}"""
        return {
            row: {c: self.cleaned_data[f"{row.pk}-{c}"] for c in WalkLookFor.MARKS}
            for row in self.look_fors
        }


class PracticeForm(NamelessForm):
    """A best practice: for one school, or for the whole system."""

    submit_label = "Save the practice"
    shared = ("practice", "evidence")
    nameless = ("title", "where", "practice", "evidence")

    class Meta:
        model = BestPractice
        fields = ["school", "title", "where", "practice", "evidence"]
        things = {
            "school": "the school",
            "title": "what the practice is called",
            "practice": "what it looks like",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_schools(self, user)
        if not self.instance._state.adding:
            del self.fields["school"]

    def school_id(self):
        if "school" not in self.fields:
            return self.instance.school_id
        school = self.cleaned_data.get("school")
        return school.pk if school else None
