"""What members say of their studies, and want for themselves."""

from django import forms

from collaboration.models import StudyComment, TeacherGoal
from people.forms.rows import RowForm


class CommentForm(RowForm):
    """One comment on the cycle or its goal."""

    submit_label = "Say it"

    class Meta:
        model = StudyComment
        fields = ["about", "text"]
        widgets = {"about": forms.RadioSelect, "text": forms.Textarea({"rows": 3})}
        things = {"about": "what it is about", "text": "what you say"}


class TeacherGoalForm(RowForm):
    """A teacher's own goal of the year."""

    submit_label = "Save my goal"

    class Meta:
        model = TeacherGoal
        fields = ["for_students", "for_learning"]
