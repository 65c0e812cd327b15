from django.core.exceptions import ValidationError

from people.forms.assignment import people_with
from people.forms.fields import PersonField
from people.forms.rows import RowForm
from people.models import Membership, Training

Role = Membership.Role
TRAINED = (Role.COACH, Role.TEACHER_LEADER, Role.SCHOOL_LEADER, Role.DISTRICT_STAFF)


class TrainingForm(RowForm):
    """One training of one coach or leader."""

    submit_label = "Save the training"
    user = PersonField(
        label="Who", help_text="A coach, teacher leader, school leader or member of district staff."
    )
    constraint_fields = {
        "training_is_valid_after_it_was_held": "valid_until",
        "one_training_of_a_kind_a_day": "held_on",
    }

    class Meta:
        model = Training
        fields = ["user", "kind", "topic", "led_by", "held_on", "valid_until"]
        things = {
            "user": "who was trained",
            "kind": "the kind",
            "led_by": "who led it",
            "held_on": "the day of the training",
            "valid_until": "the day by which it is done again",
        }

    def __init__(self, data=None, *, user, **kwargs):
        """`self.fields["user"]` is who was trained; the form's `user` records it."""
        super().__init__(data, user=user, **kwargs)
        self.fields["user"].offer(people_with(user, *TRAINED))
        if self.instance._state.adding:
            self.instance.recorded_by = user
        else:
            del self.fields["user"]

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > self.user.today:
            raise ValidationError("Enter today or an earlier day: it is recorded once held")
        return day

    def clean(self):
        self.check_order(
            "held_on", "valid_until", "Enter a day after the training", is_same_day_fine=False
        )
        return super().clean()
