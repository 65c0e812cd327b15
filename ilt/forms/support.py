"""The forms of principal support."""

from ilt.forms.shared import SharedForm
from ilt.models import PrincipalSupport, SupportNote
from ilt.people import system_ilt_of
from people.models import School


class SupportForm(SharedForm):
    """Who supports which school, from when until when."""

    submit_label = "Save the assignment"
    constraint_fields = {
        "support_ends_after_it_starts": "ends_on",
        "a_member_supports_a_school_once_at_a_time": "member",
    }

    class Meta:
        model = PrincipalSupport
        fields = ["member", "school", "starts_on", "ends_on"]
        things = {
            "member": "the member of the leadership team",
            "school": "the school",
            "starts_on": "the first day",
            "ends_on": "the last day",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["member"].queryset = system_ilt_of(user).order_by("name", "pk")
        self.fields["school"].queryset = School.objects.visible_to(user)
        if not self.instance._state.adding:
            del self.fields["member"], self.fields["school"]

    def clean(self):
        cleaned = super().clean()
        self.check_order("starts_on", "ends_on", "Enter an end date on or after the start date")
        return cleaned


class SupportNoteForm(SharedForm):
    """A note from one of the two to the other."""

    submit_label = "Add the note"

    class Meta:
        model = SupportNote
        fields = ["text"]
