from django import forms
from django.db.models import OuterRef, Q

from coaching.models import FeedbackMeeting
from coaching.models.relations import owned
from core.forms import Form
from people.models import Membership, User


def own_and_owned(user):
    """Those whose plan `user` may start: their own where they are coached, and whom they own."""
    mine = Q(pk=user.pk) if "teacher" in user.duties else Q()
    people = User.objects.visible_to(user).filter(mine | Q(pk__in=owned(user)))
    return people.select_related("school_system")


class PlanStartForm(Form):
    """For whom a plan is started, and from which feedback meeting where there is one."""

    submit_label = "Start the plan"
    teacher = forms.ModelChoiceField(None, empty_label="Choose a teacher")
    feedback = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        teachers = own_and_owned(user).exclude(
            Membership.objects.visible_to(user).active(user.today).only_leads(OuterRef("pk"))
        )
        self.fields["teacher"].queryset = teachers
        self.fields["feedback"].queryset = FeedbackMeeting.objects.visible_to(user)

    def clean(self):
        cleaned = super().clean()
        teacher, feedback = cleaned.get("teacher"), cleaned.get("feedback")
        if teacher and feedback and feedback.teacher_id != teacher.pk:
            self.add_error("teacher", "Choose the teacher of this feedback meeting")
        return cleaned
