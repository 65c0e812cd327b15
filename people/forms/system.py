from core.forms import WordedForm
from people.forms.rows import BoundedForm, RowForm
from people.models import School, SchoolSystem


class SystemForm(WordedForm, BoundedForm):
    """The policies of a school system: few and bounded (permissions 2.6)."""

    submit_label = "Save the settings"

    class Meta:
        model = SchoolSystem
        fields = [
            "name",
            "time_zone",
            "contact",
            "plan_visibility",
            "district_reads_agreed_plans",
            "principal_sees_focus",
            "minimum_group",
            "visit_cadence_days",
            "judgement_words",
            "priority_groups",
        ]
        labels = {
            "name": "Name of the school system",
            "contact": "Whom to ask",
            "plan_visibility": "When principals read a coaching plan",
            "district_reads_agreed_plans": "District staff read and export agreed plans",
            "principal_sees_focus": "Principals see the refinement area before the plan is agreed",
            "minimum_group": "Smallest group in reports",
            "judgement_words": "Words that live notes mark as judgement",
        }


class SchoolForm(RowForm):
    submit_label = "Save the school"
    constraint_fields = {"one_school_of_each_name": "name"}

    class Meta:
        model = School
        fields = ["name", "grade_span"]
        labels = {"name": "Name of the school", "grade_span": "Grades"}
