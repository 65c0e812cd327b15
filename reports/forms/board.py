from django import forms

from core.forms import Form
from people.models import Membership, School, SchoolYear
from reports.activity import PLAN_STATUS


class DistrictPlansFilter(Form):
    """Filters of the district's list of plans; they live in the address."""

    submit_label = "Show"
    q = forms.CharField(label="Teacher or coach", required=False)
    school = forms.ModelChoiceField(School.objects.none(), required=False, empty_label="All")
    plan = forms.ChoiceField(
        label="Plan", required=False, choices=[("", "All"), *PLAN_STATUS.items()]
    )
    grade_band = forms.ChoiceField(
        required=False, choices=[("", "All"), *Membership.GradeBand.choices]
    )
    year = forms.ModelChoiceField(
        SchoolYear.objects.none(), label="Agreed in", required=False, empty_label="Any year"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user)
        self.fields["year"].queryset = SchoolYear.objects.visible_to(user)
