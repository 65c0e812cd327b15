"""What a team's leaders say of one action."""

from django import forms

from ilt.forms.shared import SharedForm
from ilt.models import StageMark
from ilt.models.stage import Status

SAVED_STATUS = "Somebody chose “{}” meanwhile. Saving again puts your choice in its place"


class SaidForm(SharedForm):
    """How far an action is, as somebody says."""

    submit_label = "Save"
    constraint_fields = {"a_stage_mark_says_since_when": "status"}

    class Meta:
        model = StageMark
        fields = ["status"]
        widgets = {"status": forms.RadioSelect}
        things = {"status": "how far it is"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].required = True
        self.fields["status"].choices = Status.choices

    def tell_changed(self, stored):
        """The status in its words, not as it is stored."""
        super().tell_changed({name: text for name, text in stored.items() if name != "status"})
        self.stored = stored
        if "status" in stored:
            label = dict(Status.choices).get(stored["status"], "nothing yet")
            self.add_error("status", SAVED_STATUS.format(label))


class StatusForm(SaidForm):
    """One tap: it holds from today on, where it is another than before."""

    shared = ("status",)

    def clean(self):
        cleaned = super().clean()
        if "status" in self.changed_data or self.instance.dated_on is None:
            self.instance.dated_on = self.user.today
        return cleaned


class MarkForm(SaidForm):
    """The status with what shows it, and since when: today, where nothing is entered."""

    shared = ("status", "evidence", "link")
    link = forms.URLField(
        label="Link to what shows it",
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    class Meta(SaidForm.Meta):
        fields = ["status", "evidence", "link", "dated_on"]
        things = {
            **SaidForm.Meta.things,
            "link": "the link to what shows it",
            "dated_on": "the day since when it is so",
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("dated_on") is None:
            cleaned["dated_on"] = self.user.today
        return cleaned


class RemarkForm(SharedForm):
    """A remark on a status that is computed."""

    submit_label = "Save the remark"
    shared = ("evidence",)

    class Meta:
        model = StageMark
        fields = ["evidence"]
        labels = {"evidence": "Remark"}
        help_texts = {"evidence": "What the numbers do not show. No students’ names."}
