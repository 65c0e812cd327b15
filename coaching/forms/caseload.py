from django import forms

from core.forms import Form

SHOW = [
    ("", "Everybody"),
    ("due", "Visit due"),
    ("no_step", "No open step"),
    ("launch", "Launch meeting not answered"),
    ("no_visit", "No visit planned"),
]
SORT = [
    ("", "Name"),
    ("contact", "Longest without a visit"),
    ("next", "Next visit"),
    ("school", "School"),
]


class CaseloadForm(Form):
    """What of a caseload is shown, and in which order: all of it in the address."""

    q = forms.CharField(
        label="Teacher", required=False, widget=forms.SearchInput({"data-search": ""})
    )
    school = forms.ChoiceField(label="School", required=False)
    show = forms.ChoiceField(label="Show", choices=SHOW, required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORT, required=False)

    def __init__(self, data, *, user, schools):
        super().__init__(data, user=user)
        self.fields["school"].choices = [("", "All schools"), *schools]
        if len(schools) < 2:
            del self.fields["school"]
