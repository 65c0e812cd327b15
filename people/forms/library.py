from django import forms

from people.forms.rows import RowForm
from people.models import LibraryLink


class LibraryLinkForm(RowForm):
    """One link of the library."""

    submit_label = "Save the link"
    address = forms.URLField(
        max_length=500, assume_scheme="https", help_text="Starts with https:// or http://"
    )
    constraint_fields = {
        "library_link_ends_after_it_starts": "ends_on",
        "library_link_is_a_web_address": "address",
    }

    class Meta:
        model = LibraryLink
        fields = ["title", "address", "kind", "about", "starts_on", "ends_on"]
        things = {
            "kind": "the kind",
            "starts_on": "the first day it is shown",
            "ends_on": "the day it is off the page",
        }

    def clean(self):
        self.check_order(
            "starts_on",
            "ends_on",
            "Enter a day after the first day it is shown",
            is_same_day_fine=False,
        )
        return super().clean()
