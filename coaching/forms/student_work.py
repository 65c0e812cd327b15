"""Looking at student work together: begun with the task, then written by both."""

from django import forms

from coaching.models import StudentWorkAnalysis
from core.fields import TextField
from core.forms import ModelForm
from core.shared_texts import SharedTextsForm, shared_text

TASK = "What students make"
TASK_HELP = "The task, the text or the problem. Initials instead of student names, here and below."
GOOD_WORK = "What good work shows"
GOOD_WORK_HELP = "What you will look for in it while students work, one thing a line."
ERRORS_TO_EXPECT = "Errors to expect"
ERRORS_TO_EXPECT_HELP = "And what you say or ask then."


class StudentWorkStartForm(ModelForm):
    """What is needed before the lesson: the day and the task, and what to look for."""

    submit_label = "Save"
    task = TextField(label=TASK, help_text=TASK_HELP, widget=forms.Textarea({"rows": 3}))
    look_fors = TextField(label=GOOD_WORK, help_text=GOOD_WORK_HELP, required=False)

    class Meta:
        model = StudentWorkAnalysis
        fields = ["lesson_on", "task", "look_fors"]
        things = {"lesson_on": "the day of the lesson", "task": "what students make"}


class StudentWorkForm(SharedTextsForm):
    """What the two write before, during and after the lesson; each text saves itself."""

    task = shared_text(TASK, TASK_HELP, rows=3, required=True)
    look_fors = shared_text(GOOD_WORK, GOOD_WORK_HELP)
    likely_errors = shared_text(ERRORS_TO_EXPECT, ERRORS_TO_EXPECT_HELP)
    accomplishments = shared_text(
        "What students could do", "What the work shows that they have, and how many."
    )
    errors_seen = shared_text("Errors in the work", "What they wrote, in how many pieces of work.")
    next_move = shared_text("What comes next", "For whom, and in which lesson.")

    class Meta:
        things = {"task": "what students make"}

    @property
    def before(self):
        """The fields for the time before the lesson."""
        return [self[name] for name in StudentWorkAnalysis.BEFORE]

    @property
    def after(self):
        """The fields for the time during and after it."""
        return [self[name] for name in StudentWorkAnalysis.AFTER]
