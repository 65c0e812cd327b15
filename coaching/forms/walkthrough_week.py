"""How many walkthroughs a week are wanted of whom."""

from django import forms

from coaching.models import WalkthroughQuota
from coaching.models.walkthrough_week import MOST, USUAL
from core.forms import Form

Duty, Weekday = WalkthroughQuota.Duty, WalkthroughQuota.Weekday


class WalkthroughQuotaForm(Form):
    """Two fields for each duty: how many, and by which weekday."""

    submit_label = "Save"

    def __init__(self, data=None, *, user, quotas, **kwargs):
        super().__init__(data, user=user, **kwargs)
        for duty, name in Duty.choices:
            quota = quotas.get(duty) or WalkthroughQuota(duty=duty)
            self.fields[f"{duty}-per_week"] = forms.IntegerField(
                label=f"{name}: walkthroughs a week",
                min_value=0,
                max_value=MOST,
                initial=quota.per_week,
                help_text=f"0 switches it off; {USUAL} is usual.",
                error_messages={
                    "required": "Enter how many, or 0",
                    "invalid": f"Enter a number from 0 to {MOST}",
                    "min_value": f"Enter a number from 0 to {MOST}",
                    "max_value": f"Enter a number from 0 to {MOST}",
                },
            )
            self.fields[f"{duty}-due_weekday"] = forms.TypedChoiceField(
                label=f"{name}: submitted by",
                choices=Weekday.choices,
                coerce=int,
                initial=quota.due_weekday,
            )

    def quotas(self):
        """The quota of each duty as typed."""
        return [
            WalkthroughQuota(
                school_system_id=self.user.school_system_id,
                duty=duty,
                per_week=self.cleaned_data[f"{duty}-per_week"],
                due_weekday=self.cleaned_data[f"{duty}-due_weekday"],
            )
            for duty in Duty.values
        ]
