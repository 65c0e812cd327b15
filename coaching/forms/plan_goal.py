from django import forms

from core.forms import Form
from goals.models import Goal

Level = Goal.Level
SERVED = (Level.SCHOOL, Level.SUBGOAL, Level.TC_YEAR, Level.TC_CYCLE)


class ServesForm(Form):
    """The goal of the school, or of a team there, that a teacher's plan serves."""

    submit_label = "Save"
    serves = forms.ModelChoiceField(
        None,
        required=False,
        label="The goal it serves",
        empty_label="None",
        help_text="A goal of the school, a part of one, or a goal of a collaboration team there.",
    )

    class Meta:
        things = {"serves": "the goal this plan serves"}

    def __init__(self, *args, user, school, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        goals = Goal.objects.visible_to(user).active().filter(school=school, level__in=SERVED)
        field = self.fields["serves"]
        field.queryset = goals.select_related("school", "team")
        field.label_from_instance = lambda goal: f"{goal.place}: {goal}"[:160]


class PriorityForm(Form):
    """The priority that an action step is about."""

    submit_label = "Save"
    priority = forms.ModelChoiceField(
        None,
        required=False,
        empty_label="None",
        help_text="Goals that the system, the school or a team has put first.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        goals = Goal.objects.visible_to(user).priorities().select_related("school", "team")
        self.fields["priority"].queryset = goals
        self.fields["priority"].label_from_instance = lambda goal: f"{goal.place}: {goal}"[:160]
