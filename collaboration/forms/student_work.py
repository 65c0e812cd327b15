"""Student work in counts, and focus students by code."""

from django import forms

from collaboration.models import FocusStudent, WorkAnalysis
from core.autosave import as_posted
from core.shared_texts import SharedTextsForm, shared_text
from people.forms.rows import RowForm

MOST = 999
HALF = "Count the students of every level, or leave all of them empty"
NOBODY = "Count at least one student"


class WorkAnalysisForm(RowForm):
    """What was asked, how many students were how far before and after, and what comes next."""

    submit_label = "Save the analysis"

    class Meta:
        model = WorkAnalysis
        fields = ["task", "saw", "next_moves"]
        things = {"task": "what was asked", "saw": "what students did", "next_moves": "next moves"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.sides = {}
        for side, is_required in (("before", True), ("after", False)):
            counts = getattr(self.instance, side) or [None] * len(self.instance.levels)
            self.sides[side] = [
                self._count(f"{side}_{place}", f"{level}, {side}", count, is_required)
                for place, (level, count) in enumerate(
                    zip(self.instance.levels, counts, strict=True)
                )
            ]

    def _count(self, name, label, count, is_required):
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=0,
            max_value=MOST,
            required=is_required,
            initial=count,
            error_messages={
                "required": "Enter how many students, or 0",
                "invalid": "Enter how many students as a number, like 12",
                "min_value": "Enter how many students, or 0",
                "max_value": f"Enter up to {MOST} students",
            },
        )
        return name

    @property
    def before_fields(self):
        return [self[name] for name in self.sides["before"]]

    @property
    def after_fields(self):
        return [self[name] for name in self.sides["after"]]

    def clean(self):
        cleaned = super().clean()
        before = [cleaned.get(name) for name in self.sides["before"]]
        after = [cleaned.get(name) for name in self.sides["after"]]
        if None not in before and not sum(before):
            self.add_error(self.sides["before"][0], NOBODY)
        is_counted = [count is not None for count in after]
        if any(is_counted) and not all(is_counted):
            self.add_error(self.sides["after"][is_counted.index(False)], HALF)
        self.instance.before = before
        self.instance.after = after if all(is_counted) else []
        return cleaned


class FocusStudentForm(RowForm):
    """One more student under a code."""

    submit_label = "Add the student"
    code = forms.CharField(
        label="Code", help_text=FocusStudent._meta.get_field("code").help_text, max_length=20
    )
    constraint_fields = {
        "a_focus_student_is_a_code": "code",
        "one_focus_student_of_a_code": "code",
        "one_focus_student_at_a_place": "code",
        "at_most_four_focus_students": "code",
    }

    class Meta:
        model = FocusStudent
        fields = ["code"]
        things = {"code": "a code"}

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        rule = FocusStudent._meta.get_field("code").validators[0]
        rule(code)
        return code


class FocusNotesForm(SharedTextsForm):
    """A line on each focus student, for one meeting; several people may write at once."""

    submit_label = "Save the notes"

    def __init__(self, *args, students, texts, **kwargs):
        initial = {str(student.pk): as_posted(texts.get(student.pk, "")) for student in students}
        super().__init__(*args, initial=initial, **kwargs)
        self.students = students
        for student in students:
            help_text = "What the work shows, and what comes next. No name."
            self.add_field(str(student.pk), shared_text(student.code, help_text, rows=3))

    @property
    def texts(self):
        """{id of the student: text}"""
        return {str(student.pk): self.cleaned_data[str(student.pk)] for student in self.students}
