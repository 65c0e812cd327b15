import functools

from django import forms

from coaching.actions.feedback import LOOK_FOR_PARTS as LOOK_FORS
from coaching.actions.feedback import as_posted, part_of
from coaching.forms.nameless import NamelessField
from coaching.models import Indicator
from coaching.models.feedback import MOST_STUDENTS
from coaching.models.feedback_template import parts_left_out
from core.autosave import one_line_end
from core.dates import long_date
from core.fields import LinesField, TextField
from core.forms import Form

PRACTISED = [("true", "Yes, we practiced it"), ("false", "Not yet")]
NOT_IN_PLAN = ("activity", "teacher_look_fors", "student_look_fors")
NOT_IN_PLAN += ("due_on", "check_back_on", "indicator")
PARTS = ("praise", "probe", "goal", "activity", "upcoming_lesson", "is_practised")
AFTER_VISIT = {"check_back_on", "due_on"}
ENGAGEMENT = ("not_engaged_count", "not_engaged", "reach_out")


def _text(label, help_text="", *, rows=3, needed=False, kind=TextField):
    return kind(
        label=label,
        help_text=help_text,
        required=needed,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": rows}),
    )


def _day(label, help_text=""):
    return forms.DateField(
        label=label, help_text=help_text, required=False, show_hidden_initial=True
    )


def _not_before(visit_day):
    """A validator for days that can only come after what was seen."""

    def check(day):
        if day < visit_day:
            message = f"Enter the day of the visit, {long_date(visit_day)}, or a later one."
            raise forms.ValidationError(message)

    return check


class IndicatorField(forms.ModelChoiceField):
    """An indicator of the system's rubric, cleaned to its id."""

    def __init__(self, label, help_text=""):
        super().__init__(
            None,
            label=label,
            help_text=help_text,
            required=False,
            empty_label="None",
            show_hidden_initial=True,
        )

    def clean(self, value):
        found = super().clean(value)
        return found and found.pk


class FeedbackForm(Form):
    """The six parts of a feedback meeting, on one page; without those that the template of the
    coach's role leaves out and that say nothing yet.

    A draft is saved as far as it goes; praise and step are needed from sharing on.
    """

    praise = _text(
        "Precise praise",
        "What the teacher did, and what students did then.",
        needed=True,
    )
    probe = _text("Probing questions", "Questions that let the teacher find the next step.")
    goal = _text("Goal", "What students will do, and by when.")
    activity = _text("Action step", "One thing, small enough for a week.", needed=True)
    check_back_on = _day("When you are back", "The day you look at the step together.")
    teacher_look_fors = _text(
        "Teacher look-fors",
        "What one would see when the step works. One a line.",
        rows=2,
        kind=LinesField,
    )
    student_look_fors = _text(
        "Student look-fors", "What students would do then. One a line.", rows=2, kind=LinesField
    )
    due_on = _day("Step due")
    indicator = IndicatorField("What the step is about")
    upcoming_lesson = _text("Upcoming lesson", "Unit and lesson where the step is used.", rows=2)
    upcoming_on = _day("Date of that lesson")
    is_practised = forms.TypedChoiceField(
        label="Practiced in the meeting",
        choices=PRACTISED,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        show_hidden_initial=True,
        widget=forms.RadioSelect,
    )
    not_engaged_count = forms.IntegerField(
        label="How many students were not engaged",
        min_value=0,
        max_value=MOST_STUDENTS,
        required=False,
        show_hidden_initial=True,
    )
    not_engaged = _text(
        "Which students were not engaged",
        "Described without names, like “four with the camera off, two who did not hand in”.",
        rows=2,
        kind=NamelessField,
    )
    reach_out = _text(
        "Next steps to reach out", "Who does what by when. No names.", rows=2, kind=NamelessField
    )
    held_on = _day("Meeting held on", "Left empty, it is the day you share.")
    area_of_need = IndicatorField("Area of need", "One pick; reports count it without names.")

    class Meta:
        things = {
            "check_back_on": "the day you are back",
            "due_on": "the day the step is due",
            "held_on": "the day the meeting was held",
            "not_engaged_count": "how many students were not engaged",
            "is_practised": "whether you practiced it",
        }

    def __init__(self, data=None, *, user, visit):
        """`visit` brings its feedback meeting along, the `look_for_rows` of its step, and the
        `feedback_templates` of the coach's roles."""
        self.meeting = meeting = getattr(visit, "feedback", None)
        self.is_shared = bool(meeting and meeting.shared_at)
        super().__init__(data, user=user)
        indicators = Indicator.objects.visible_to(user).about(visit.teacher_id, user.today)
        for name in ("indicator", "area_of_need"):
            self.fields[name].queryset = indicators
            self.fields[name].choices = functools.partial(self._choices, indicators)
        if self.is_shared and meeting.step.plan_id:
            for name in NOT_IN_PLAN:
                del self.fields[name]
        if visit.asks_who_was_engaged:
            for name in ENGAGEMENT[1:]:
                self.fields[name].teacher = visit.teacher
        else:
            self._leave_out(ENGAGEMENT)
        for names in parts_left_out(visit.feedback_templates):
            if not any(as_posted(part_of(meeting, name)) for name in names):
                self._leave_out(names)
        seen_on = visit.started_at.astimezone(user.zone).date()
        for name in self.fields.keys() & AFTER_VISIT:
            self.fields[name].validators.append(_not_before(seen_on))
        self.initial = self._stored(visit)
        if meeting is None and data is None:
            self.fields["praise"].widget.attrs["autofocus"] = True

    def _leave_out(self, names):
        for name in names:
            del self.fields[name]

    def _stored(self, visit):
        """Each part as it is stored, in the words its control posts."""
        parts = {name: part_of(self.meeting, name) for name in self.fields if name not in LOOK_FORS}
        for name, audience in LOOK_FORS.items():
            rows = [row for row in visit.look_for_rows if row["audience"] == audience]
            parts[name] = "\n".join(row["text"] for row in rows)
        return {name: as_posted(value) for name, value in parts.items()}

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each part that is asked for, by its first field."""
        asked = [name for name in PARTS if name in self.fields or name == "activity"]
        return {name: number for number, name in enumerate(asked, start=1)}

    def _choices(self, indicators):
        """The indicators, read once for both lists."""
        if not hasattr(self, "_read"):
            self._read = [("", "None"), *((str(row.pk), str(row)) for row in indicators)]
        return self._read

    def full_clean(self):
        """A draft may leave out what sharing needs; the labels still say what it is."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = self.is_shared
        super().full_clean()
        for field in needed:
            field.required = True

    def clean_part(self, name, text):
        """One part by itself, for autosave. Raises ValidationError that says what to do."""
        field = self.fields[name]
        value = None if text == "" and not isinstance(field, forms.CharField) else text
        needed, field.required = field.required, False
        try:
            return field.clean(value)
        finally:
            field.required = needed

    def was(self):
        """Each part as the page had it when the person began to type."""
        names = {name: self.add_initial_prefix(self.add_prefix(name)) for name in self.fields}
        texts = {name: self.data.get(key, self.initial[name]) for name, key in names.items()}
        return {name: one_line_end(text) for name, text in texts.items()}

    def in_words(self, name, text):
        """A stored part as one reads it: a day, a choice, or the text itself."""
        field = self.fields[name]
        if text and isinstance(field, forms.DateField):
            return long_date(field.to_python(text))
        return dict(getattr(field, "choices", ())).get(text, text)

    def start_from(self, theirs):
        """Start these parts anew from what is stored: the next saving is meant to replace it."""
        self.data = self.data.copy()
        for name, text in theirs.items():
            self.data[self.add_initial_prefix(name)] = text


class ReplyForm(Form):
    """What the teacher answers."""

    submit_label = "Send my reply"
    text = TextField(
        label="Your reply",
        help_text="Your coach is told. It stays with the feedback wherever it goes.",
        widget=forms.Textarea({"rows": 4}),
    )
