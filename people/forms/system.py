from django.core.exceptions import ValidationError

from core.forms import WordedForm
from people.forms.rows import BoundedForm, RowForm
from people.models import Feature, School, SchoolSystem

LONGEST_WORD = 40  # what a note keeps of the words found in it
CLOCK = (
    "pre_conference_days",
    "post_conference_days",
    "follow_up_from_weeks",
    "follow_up_until_weeks",
    "due_soon_days",
)
LONGEST_GROUP = 80  # what a tag of a note holds


class SystemForm(WordedForm, BoundedForm):
    """The policies of a school system: few and bounded (permissions 2.6)."""

    submit_label = "Save the settings"

    class Meta:
        model = SchoolSystem
        fields = [
            "name",
            "time_zone",
            "contact",
            "require_mfa",
            "plan_visibility",
            "district_reads_agreed_plans",
            "principal_sees_focus",
            "minimum_group",
            "visit_cadence_days",
            "pre_conference_days",
            "post_conference_days",
            "follow_up_from_weeks",
            "follow_up_until_weeks",
            "due_soon_days",
            "retention_drafts",
            "impact_stands",
            "school_ilt_days",
            "system_ilt_days",
            "tc_days",
            "judgement_words",
            "priority_groups",
        ]
        labels = {
            "name": "Name of the school system",
            "contact": "Whom to ask",
            "require_mfa": "Who needs a second step to sign in",
            "plan_visibility": "When principals read a coaching plan",
            "district_reads_agreed_plans": "District staff read and export agreed plans",
            "principal_sees_focus": "Principals see the refinement area before the plan is agreed",
            "minimum_group": "Smallest group in reports",
            "judgement_words": "Words that live notes mark as judgement",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if not user.has_feature(Feature.OBSERVATION_CLOCK):
            for name in CLOCK:
                del self.fields[name]

    def clean_follow_up_until_weeks(self):
        """The window of the targeted visit ends after it begins."""
        until, first = self.cleaned_data["follow_up_until_weeks"], "follow_up_from_weeks"
        if until < self.cleaned_data.get(first, until):
            raise ValidationError("Enter as many weeks as at least, or more")
        return until

    def clean_judgement_words(self):
        return self._short_items("judgement_words", LONGEST_WORD)

    def clean_priority_groups(self):
        return self._short_items("priority_groups", LONGEST_GROUP)

    def _short_items(self, name, most):
        """A list with commas between, none of whose items is longer than its own column."""
        text = self.cleaned_data[name]
        long = next((item for item in map(str.strip, text.split(",")) if len(item) > most), "")
        if long:
            raise ValidationError(
                f"Shorten “{long[:most]}…” to {most} characters, or put a comma between two"
            )
        return text


class SchoolForm(RowForm):
    submit_label = "Save the school"
    constraint_fields = {"one_school_of_each_name": "name"}

    class Meta:
        model = School
        fields = ["name", "grade_span"]
        labels = {"name": "Name of the school", "grade_span": "Grades"}
