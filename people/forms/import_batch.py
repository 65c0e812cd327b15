from django import forms

from core.forms import Form


class UploadForm(Form):
    """One people or caseload file; which of the two is read from its headings."""

    submit_label = "Preview"
    file = forms.FileField(
        label="people.csv or caseload.csv",
        help_text="Nothing changes before you have seen the preview.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    class Meta:
        things = {"file": "a file"}
