from django import forms

from goals.data_table import read_table
from goals.forms.ground import PlacedForm
from goals.models import DataSet
from people.models import School

SHOWN_ERRORS = 20


class DataSetForm(PlacedForm):
    """A set of results with its pasted table; `points` are what would be kept."""

    submit_label = "Look at it first"
    table = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10}),
        label="The table",
        help_text="Paste it from a spreadsheet. First row: school, grade, subject, student group, "
        "n, and then value, or a column for each level with how many students stand there. "
        "Figures of groups only: never a student.",
    )

    class Meta:
        model = DataSet
        fields = ["title", "kind", "starts_on", "ends_on", "source"]
        things = {
            "starts_on": "the first day",
            "ends_on": "the last day",
            "kind": "what kind of results they are",
        }

    def clean(self):
        cleaned = super().clean()
        self.check_order("starts_on", "ends_on", "Enter a day on or after the first day")
        if cleaned.get("table") and "place" not in self.errors:
            self._read(cleaned["table"])
        return cleaned

    def _read(self, text):
        read = read_table(text, self._schools())
        self.instance.levels, self.points = read.levels, read.points
        for words in read.errors[:SHOWN_ERRORS]:
            self.add_error("table", words)
        if len(read.errors) > SHOWN_ERRORS:
            self.add_error("table", f"And {len(read.errors) - SHOWN_ERRORS} more.")

    def _schools(self):
        """A school's own alone, or every school of the system."""
        schools = School.objects.visible_to(self.user)
        if self.instance.school_id:
            schools = schools.filter(pk=self.instance.school_id)
        return {school.name.lower(): school for school in schools}
