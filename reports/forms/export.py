import uuid

from django import forms

from core.forms import Form
from reports import activity, exportable
from reports.forms.board import DistrictPlansFilter
from reports.models import MOST_PLANS


class ExportPlansForm(Form):
    """The plans of the district's list: the ticked ones, or all that its filters match."""

    ALL = "all"
    NONE_TICKED = "Tick the plans you want to export"
    TOO_MANY = "Choose at most {most} plans: {count} match. Filter by school or year first"
    SKIPPED = "{count} of the plans you ticked cannot be exported by you, or are no longer agreed"

    which = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, user, filters):
        super().__init__(data, user=user)
        self.filters = filters
        self.ticked = data.getlist("plan")
        self.others = []

    def clean(self):
        """`plans` is what will be exported; where some must be left out, `others` is the rest."""
        cleaned = super().clean()
        ids = self._matching() if cleaned.get("which") == self.ALL else self._ticked()
        if len(ids) > MOST_PLANS:
            raise forms.ValidationError(self.TOO_MANY.format(most=MOST_PLANS, count=len(ids)))
        if not ids:
            raise forms.ValidationError(self.NONE_TICKED)
        neighbours = ("school", "school_year", "school_system", "teacher")
        plans = exportable.plans_for(self.user).select_related(*neighbours)
        cleaned["plans"] = list(plans.filter(pk__in=ids))
        if len(cleaned["plans"]) < len(ids):
            self.others = cleaned["plans"]
            raise forms.ValidationError(self.SKIPPED.format(count=len(ids) - len(self.others)))
        return cleaned

    def _ticked(self):
        return {parsed for parsed in map(_as_id, self.ticked) if parsed}

    def _matching(self):
        form = DistrictPlansFilter(self.filters or None, user=self.user)
        wanted = form.cleaned_data if form.is_valid() else {}
        teachers = activity.with_plan_status(activity.teachers_for_district(self.user), self.user)
        matching = activity.matching(teachers, wanted, self.user)
        return {pk for pk in matching.values_list("plan_id", flat=True) if pk}


def _as_id(text):
    """The id a ticked box carried, or None where somebody changed it."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
