"""Which look-fors a walkthrough form has, and from which day it is in force."""

from django import forms
from django.core.exceptions import ValidationError

from coaching.models import BankLookFor, WalkthroughForm
from coaching.models.walkthrough_form import FEWEST, MOST
from people.forms.rows import RowForm


class WalkthroughFormForm(RowForm):
    """Five to eight look-fors of the bank, in the order of the rubric, and a first day."""

    submit_label = "Put this form in force"
    constraint_fields = {
        "one_walkthrough_form_in_force": "starts_on",
        "walkthrough_form_ends_after_it_starts": "starts_on",
        "a_walkthrough_form_has_five_to_eight_look_fors": "look_fors",
    }
    look_fors = forms.MultipleChoiceField(
        label="Look-fors",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"{FEWEST} to {MOST}: each is one tap in the classroom.",
    )

    class Meta:
        model = WalkthroughForm
        fields = ["look_fors", "starts_on"]
        labels = {"starts_on": "In force from"}
        things = {"starts_on": "the day this form begins", "look_fors": "the look-fors"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        bank = BankLookFor.objects.visible_to(user).offered().select_related("indicator")
        self.bank = list(bank.order_by("indicator__order", "-audience", "created_at", "pk"))
        self.fields["look_fors"].choices = [
            (str(row.pk), f"{row.text} ({row.indicator.code})") for row in self.bank
        ]
        self.fields["starts_on"].widget.attrs["min"] = user.today.isoformat()

    def clean_look_fors(self):
        """The ids in the order of the rubric."""
        chosen = set(self.cleaned_data["look_fors"])
        if not FEWEST <= len(chosen) <= MOST:
            raise ValidationError(
                f"Choose {FEWEST} to {MOST} look-fors: {len(chosen)} are ticked now"
            )
        return [row.pk for row in self.bank if str(row.pk) in chosen]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < self.user.today:
            raise ValidationError(
                "Enter today's date or a later one: what was made stays as it was"
            )
        return day
