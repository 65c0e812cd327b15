from django import forms

from coaching.actions.leader_plan import LEADERS_LEVELS, USUAL_STEPS
from coaching.forms.plan_start import own_and_owned
from coaching.models import FeedbackMeeting
from coaching.models.leaders import LEADERS
from core.forms import Form
from goals.models import Goal
from people.models import Membership


class LeaderPlanStartForm(Form):
    """Whose plan it is, the school goal it extends, and steps to begin with."""

    submit_label = "Start the plan"
    leader = forms.ModelChoiceField(None, empty_label="Choose a leader")
    goal = forms.ModelChoiceField(
        None, label="School goal", help_text="The plan extends a goal that the school has already."
    )
    steps = forms.MultipleChoiceField(
        choices=[(name, words[0]) for name, words in USUAL_STEPS.items()],
        required=False,
        label="Steps to begin with",
        help_text="You change their words in the plan.",
        widget=forms.CheckboxSelectMultiple,
    )
    feedback = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    class Meta:
        things = {"goal": "the school goal this plan extends"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        active = Membership.objects.visible_to(user).active(user.today)
        heads = active.filter(LEADERS.is_on(), role=Membership.Role.SCHOOL_LEADER)
        leaders = own_and_owned(user).filter(pk__in=heads.values("user"))
        led = heads.filter(user__in=leaders.values("pk"))
        goals = Goal.objects.visible_to(user).active().filter(level__in=LEADERS_LEVELS)
        goals = goals.select_related("school")
        self.fields["leader"].queryset = leaders
        self.fields["goal"].queryset = goals.filter(school__in=led.values("school"))
        self.fields["goal"].label_from_instance = lambda goal: f"{goal.school.name}: {goal}"[:200]
        self.fields["feedback"].queryset = FeedbackMeeting.objects.visible_to(user)

    def clean(self):
        cleaned = super().clean()
        leader, feedback = cleaned.get("leader"), cleaned.get("feedback")
        if leader and feedback and feedback.teacher_id != leader.pk:
            self.add_error("leader", "Choose the leader of this feedback meeting")
        return cleaned
